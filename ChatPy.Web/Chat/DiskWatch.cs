using System.Collections.Concurrent;

namespace ChatPy.Web.Chat;

/// <summary>
/// Says on every page that the disk refuses to store, until it stores again: it tries once a second by itself. What was refused may turn
/// out to be stored after all, for a commit that failed can stay readable: then it is shown, and sent.
/// </summary>
internal sealed class DiskWatch(
    ChatStore chat, ConversationBook book, IMessageStore messages, Links links, TimeProvider time, ILogger<DiskWatch> logger) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ConversationId, bool> _doubtful = [];
    private int _isProbing;

    /// <summary>Something could not be stored.</summary>
    public void Failed(ConversationId conversation, StorageException failure)
    {
        logger.NotSaving(conversation, failure);
        _doubtful[conversation] = true;
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { Troubles = snapshot.Self.Troubles.Add(Trouble.NotSaving) } });
        if (Interlocked.Exchange(ref _isProbing, 1) == 0) { _ = ProbeAsync(_stopping.Token); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(s_pause, time, cancellationToken);
                await messages.ProbeAsync(cancellationToken);
                break;
            }
            catch (StorageException) { /* still */ }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException) { return; }
        }

        // In this order: what fails from here on starts to probe anew.
        Volatile.Write(ref _isProbing, 0);
        chat.Apply(static snapshot => snapshot.Saving());
        foreach (ConversationId conversation in _doubtful.Keys) { await SettleAsync(conversation, cancellationToken); }
    }

    private async Task SettleAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        _doubtful.TryRemove(conversation, out _);
        try
        {
            await book.ReloadAsync(conversation, takesBack: false, cancellationToken);
            links.Ring(conversation);
        }
        catch (StorageException failure) { Failed(conversation, failure); }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException) { /* the process ends */ }
    }
}
