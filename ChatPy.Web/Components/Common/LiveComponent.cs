using ChatPy.Web.Chat;
using Microsoft.AspNetCore.Components;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// A component that follows the store. The first change after a quiet moment is drawn at once; while a page is busy drawing, the bell
/// rings once for a whole burst, so a slow page skips snapshots and never the last.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Task _following = Task.CompletedTask;

    [Inject]
    protected ChatStore Store { get; set; } = default!;

    /// <summary>Cancelled when the component leaves the page.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Takes what this component shows out of <paramref name="snapshot"/>; did it change?</summary>
    protected abstract bool Show(ChatSnapshot snapshot);

    protected override void OnInitialized() => _following = FollowAsync();

    // The same instance may be given another conversation.
    protected override void OnParametersSet() => Show(Store.Current);

    private async Task FollowAsync()
    {
        try
        {
            await foreach (ChatSnapshot snapshot in Store.WatchAsync(Gone))
            {
                await InvokeAsync(() => { if (Show(snapshot)) { StateHasChanged(); } });
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested) { }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _following;
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
