using ChatPy.Web.Chat;
using Microsoft.AspNetCore.Components;

namespace ChatPy.Web.Components.Common;

/// <summary>A component that follows the store, together with the others of its page: <see cref="PageFollower"/>.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject]
    protected ChatStore Store { get; set; } = default!;

    [Inject]
    protected PageFollower Follower { get; set; } = default!;

    /// <summary>Cancelled when the component leaves the page.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Takes what this component shows out of <paramref name="snapshot"/>; did it change?</summary>
    protected abstract bool Show(ChatSnapshot snapshot);

    protected override void OnInitialized() => Follower.Join(this);

    // Called when the browser says that it has drawn.
    protected override void OnAfterRender(bool firstRender) => Follower.Drawn();

    // The same instance may be given another conversation.
    protected override void OnParametersSet() => Show(Store.Current);

    internal bool Follow(ChatSnapshot snapshot) => Show(snapshot);

    internal void Draw() => StateHasChanged();

    internal Task OnPageAsync(Action action) => InvokeAsync(action);

    internal Task FailAsync(Exception failure) => DispatchExceptionAsync(failure);

    public virtual async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await Follower.LeaveAsync(this);
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
