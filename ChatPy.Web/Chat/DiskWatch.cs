namespace ChatPy.Web.Chat;

/// <summary>Says on every page that the disk refuses to store, until it stores again: it tries once a second by itself.</summary>
internal sealed class DiskWatch(ChatStore chat, IMessageStore messages, TimeProvider time, ILogger<DiskWatch> logger) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private int _isProbing;

    /// <summary>Something could not be stored.</summary>
    public void Failed(ConversationId conversation, StorageException failure)
    {
        logger.NotSaving(conversation, failure);
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { Trouble = Trouble.NotSaving } });
        if (Interlocked.Exchange(ref _isProbing, 1) == 0) { _ = ProbeAsync(_stopping.Token); }
    }

    /// <summary>Something was stored.</summary>
    public void Succeeded() => chat.Apply(static snapshot =>
        snapshot.Self.Trouble == Trouble.NotSaving ? snapshot with { Self = snapshot.Self with { Trouble = null } } : snapshot);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        bool isFailing = true;
        while (isFailing)
        {
            try
            {
                await Task.Delay(s_pause, time, cancellationToken);
                await messages.ProbeAsync(cancellationToken);
                isFailing = false;
            }
            catch (StorageException) { /* still */ }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException) { return; }
        }

        // In this order: what fails from here on starts to probe anew.
        Volatile.Write(ref _isProbing, 0);
        Succeeded();
    }
}
