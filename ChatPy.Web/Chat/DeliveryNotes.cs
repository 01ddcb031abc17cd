using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>
/// Writes down how far my log has come, a little behind the traffic: one write at a time, of the newest only. A mark that is lost with the
/// process costs a tick until the next session, never a message.
/// </summary>
internal sealed class DeliveryNotes(ConversationId conversation, PeerId me, IMessageStore messages, TimeProvider time, ILogger logger)
{
    /// <summary>How far behind. A lone message is sent and acknowledged within it; a backlog gives a few large writes a second.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<DeliveryStep, (Guid Epoch, long Sequence)> _newest = [];
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;

    /// <summary>My log has come to a step up to <paramref name="sequence"/>. Returns at once.</summary>
    public void Note(Guid epoch, long sequence, DeliveryStep step)
    {
        lock (_gate)
        {
            if (!_newest.TryGetValue(step, out (Guid Epoch, long Sequence) noted) || noted.Epoch != epoch || noted.Sequence < sequence) { _newest[step] = (epoch, sequence); }
            if (_isWriting) { return; }

            _isWriting = true;
            _writing = WriteAsync();
        }
    }

    /// <summary>The session is over: what was noted is written without further delay, and so is what may still come.</summary>
    public async Task CompleteAsync()
    {
        _completed.TrySetResult();
        Task writing;
        lock (_gate) { writing = _writing; }
        await writing;
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            await Task.WhenAny(Task.Delay(Behind, time), _completed.Task).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

            KeyValuePair<DeliveryStep, (Guid Epoch, long Sequence)>[] newest;
            lock (_gate)
            {
                // The furthest step first: it fills in those before it.
                newest = [.. _newest.OrderByDescending(noted => noted.Key)];
                _newest.Clear();
                _isWriting = newest.Length > 0;
                if (!_isWriting) { return; }
            }

            foreach ((DeliveryStep step, (Guid epoch, long sequence)) in newest) { await MarkAsync(epoch, sequence, step); }
        }
    }

    private async Task MarkAsync(Guid epoch, long sequence, DeliveryStep step)
    {
        try { await messages.MarkAsync(conversation, me, epoch, sequence, step, CancellationToken.None); }
        catch (StorageException failed) { logger.MarkNotStored(conversation, failed.Message); }
    }
}
