using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatPy.Web.Components.Common;

/// <summary>Shows nothing. What is asked to be drawn while this is being drawn goes to the browser in one piece with it.</summary>
public sealed class DrawnTogether : ComponentBase, IDisposable
{
    private Action? _parts;

    [Inject]
    private PageFollower Follower { get; set; } = default!;

    /// <summary>Draws what <paramref name="parts"/> asks for.</summary>
    internal void Draw(Action parts)
    {
        _parts = parts;
        StateHasChanged();
    }

    protected override void OnInitialized() => Follower.Together = this;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _parts?.Invoke();
        _parts = null;
    }

    // Also if what asked for it has left the page meanwhile, which nobody would say of.
    protected override void OnAfterRender(bool firstRender) => Follower.Drawn();

    public void Dispose()
    {
        if (Follower.Together == this) { Follower.Together = null; }
    }
}
