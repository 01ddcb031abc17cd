using System.Collections.Concurrent;

namespace ChatPy.Web.Chat;

/// <summary>
/// The end of a history: off the page at once, off the disk when there was time to think again. What is to go is noted on disk, so that a
/// process that ends in between, in whatever way, forgets neither the wish nor the time.
/// </summary>
internal sealed class HistoryDeletions(
    ConversationBook book, IMessageStore messages, Links links, TimeProvider time, ILogger<HistoryDeletions> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ConversationId, Task> _running = [];

    /// <summary>Goes on with what was noted before the process ended.</summary>
    public void Resume(StoredChat stored)
    {
        foreach (StoredHistory history in stored.Conversations)
        {
            if (history.DeleteAt is not { } due) { continue; }

            Hide(history.Properties.Id);
            TimeSpan left = due - time.GetUtcNow();   // a clock that was set back must not keep it for years
            Begin(history.Properties.Id, left < TimeSpan.Zero ? TimeSpan.Zero : left < ChatLimits.UndoTime ? left : ChatLimits.UndoTime);
        }
    }

    /// <inheritdoc cref="IChat.DeleteHistoryAsync"/>
    public async Task PlanAsync(ConversationId id, CancellationToken cancellationToken)
    {
        await book.KeepAsync(id, cancellationToken);
        await messages.PlanDeletionAsync(id, time.GetUtcNow() + ChatLimits.UndoTime, cancellationToken);
        Hide(id);
        Begin(id, ChatLimits.UndoTime);
    }

    /// <inheritdoc cref="IChat.UndoDeleteHistoryAsync"/>
    public async Task<bool> UndoAsync(ConversationId id, CancellationToken cancellationToken)
    {
        // The disk decides whether it was in time: what was begun is brought to its end.
        if (!await messages.CancelDeletionAsync(id, cancellationToken)) { return false; }

        _running.TryRemove(id, out _);
        await ReloadAsync(id, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    // What the peer does not have yet stays, on the page as on the disk.
    private void Hide(ConversationId id) => book.Show(id, static shown => shown with
    {
        Recent = shown.Recent.RemoveAll(message => !(message.IsMine && message.State < (shown.Kind == ConversationKind.Plain ? MessageState.Sent : MessageState.Delivered))),
        HasOlder = false,
        Unread = 0,
        Arrangement = shown.Arrangement with { IsMarkedUnread = false },
    });

    // Asked for twice, the later one counts: it has the later time.
    private void Begin(ConversationId id, TimeSpan after)
    {
        var turn = new TaskCompletionSource();
        _running[id] = turn.Task;
        _ = RunAsync(id, after, turn, _stopping.Token);
    }

    private async Task RunAsync(ConversationId id, TimeSpan after, TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(after, time, cancellationToken);
            while (_running.GetValueOrDefault(id) == turn.Task)
            {
                try
                {
                    if (await messages.DeleteHistoryAsync(id, book.Me, evenUnsent: links.Find(id) is null, cancellationToken)) { continue; }

                    _running.TryRemove(KeyValuePair.Create(id, turn.Task));
                    await ReloadAsync(id, cancellationToken);
                }
                catch (StorageException failed)
                {
                    logger.NotDeleted(id, failed.Message);
                    await Task.Delay(ChatLimits.UndoTime, time, cancellationToken);
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException) { /* the process ends; the next one goes on */ }
    }

    private async Task ReloadAsync(ConversationId id, CancellationToken cancellationToken)
    {
        await book.ReloadAsync(id, takesBack: false, cancellationToken);
        int unread = await messages.MarkReadAsync(id, book.Me, 0, cancellationToken);   // from 0 it goes nowhere, and counts
        book.Show(id, shown => shown.Read(0, unread));
    }
}
