using Microsoft.AspNetCore.Components;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// A component that shows its parameters and nothing else: it is drawn again only if they changed. Blazor alone would draw it with everything around
/// it, as soon as one of them is more than a text or a number.
/// </summary>
/// <typeparam name="TShown">What it shows; compared by value.</typeparam>
public abstract class PureComponent<TShown> : ComponentBase
{
    private (TShown Shown, bool IsAnother)? _given;

    /// <summary>What it shows, as the parameters are now.</summary>
    protected abstract TShown Shown { get; }

    // The first drawing is none of ShouldRender's: what it showed must be known here.
    protected override void OnParametersSet()
    {
        TShown now = Shown;
        _given = (now, _given is var (before, _) && !EqualityComparer<TShown>.Default.Equals(before, now));
    }

    protected override bool ShouldRender() => _given is (_, true);
}
