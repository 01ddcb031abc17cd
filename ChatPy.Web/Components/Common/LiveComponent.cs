using ChatPy.Web.Chat;
using Microsoft.AspNetCore.Components;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// A component that follows the store. A change after a quiet moment is drawn at once; in a flood the next waits until the browser has taken
/// that one, and for its turn: ten a second, and one where nobody looks. Meanwhile the bell rings once for a whole burst, so a slow page skips snapshots and never the
/// last, and what the person does waits behind one drawing instead of many.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>Between two drawings, in the long run.</summary>
    private static readonly TimeSpan s_inSight = TimeSpan.FromMilliseconds(100), s_outOfSight = TimeSpan.FromSeconds(1);

    /// <summary>Drawings that may follow each other at once after a quiet moment: a message, its ticks, what is read of it.</summary>
    private const int Burst = 5;

    private readonly CancellationTokenSource _gone = new();
    private Task _following = Task.CompletedTask;
    private TaskCompletionSource? _drawing;
    private TimeSpan _paidUpTo;

    [Inject]
    protected ChatStore Store { get; set; } = default!;

    [Inject]
    private PageSight Sight { get; set; } = default!;

    /// <summary>Cancelled when the component leaves the page.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Takes what this component shows out of <paramref name="snapshot"/>; did it change?</summary>
    protected abstract bool Show(ChatSnapshot snapshot);

    protected override void OnInitialized() => _following = FollowAsync();

    // Called when the browser says that it has drawn.
    protected override void OnAfterRender(bool firstRender) => _drawing?.TrySetResult();

    // The same instance may be given another conversation.
    protected override void OnParametersSet() => Show(Store.Current);

    private async Task FollowAsync()
    {
        try
        {
            await foreach (ChatSnapshot snapshot in Store.WatchAsync(Gone))
            {
                Task? drawing = null;
                await InvokeAsync(() => { if (Show(snapshot)) { drawing = Draw(); } });
                if (drawing is null) { continue; }

                // Not on the page's own thread, which has better to do than to hear of it.
                await drawing.WaitAsync(Gone).ConfigureAwait(false);
                await RestAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested) { }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    // Each drawing costs a period; as many as a burst may be owed.
    private Task RestAsync()
    {
        TimeSpan period = Sight.IsInSight ? s_inSight : s_outOfSight;
        var now = TimeSpan.FromMilliseconds(Environment.TickCount64);
        TimeSpan most = now + (Burst * period);
        _paidUpTo = (_paidUpTo < now ? now : _paidUpTo > most ? most : _paidUpTo) + period;
        return _paidUpTo > most ? Task.Delay(_paidUpTo - most, Gone) : Task.CompletedTask;
    }

    private Task Draw()
    {
        _drawing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        StateHasChanged();
        return _drawing.Task;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _following;
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
