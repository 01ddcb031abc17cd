using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>My log as it goes out over one session: from where the peer is, many in flight, until everything is acknowledged.</summary>
internal sealed class OutgoingLog(Session session, ConversationId conversation, ConversationBook book, IMessageStore messages, ILogger logger)
{
    private const int Window = 256;

    private readonly Lock _gate = new();
    private readonly LogComparison _comparison = new(conversation, book, messages, logger);
    private Guid _epoch;
    private long _sent;
    private long _highestSent;
    private long _acknowledged;
    private bool _isResumed;

    /// <summary>Rung when my log has grown, and when the peer has taken some of it.</summary>
    public Bell Bell { get; } = new();

    /// <summary>The peer says how far it has my log: go on from there.</summary>
    public async ValueTask ResumeAsync(LogPosition theirs, Guid lastId, CancellationToken cancellationToken)
    {
        LogPosition mine = await _comparison.SettleAsync(theirs, lastId, cancellationToken);
        long from = theirs.Epoch == mine.Epoch ? theirs.Sequence : 0;
        lock (_gate)
        {
            // What is under way from before may still be acknowledged.
            _highestSent = mine.Epoch == _epoch ? Math.Max(_highestSent, from) : from;
            (_epoch, _sent, _acknowledged, _isResumed) = (mine.Epoch, from, from, true);
        }

        if (from > 0) { Mark(mine.Epoch, from, DeliveryStep.Delivered); }
        Bell.Ring();
    }

    /// <summary>The peer has committed my log up to <paramref name="sequence"/>.</summary>
    /// <exception cref="ProtocolException">It never was sent that much.</exception>
    public void Acknowledged(Guid epoch, long sequence)
    {
        lock (_gate)
        {
            if (epoch != _epoch || sequence <= _acknowledged) { return; }
            if (sequence > _highestSent) { throw new ProtocolException(ProtocolError.SequenceGap, $"Entry {sequence} acknowledged; {_highestSent} was the last one sent."); }

            (_acknowledged, _sent) = (sequence, Math.Max(sequence, _sent));
        }

        Mark(epoch, sequence, DeliveryStep.Delivered);
        Bell.Ring();
    }

    /// <summary>Sends what there is whenever the bell rings, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Bell.WaitAsync(cancellationToken);
            while (await SendNextAsync(cancellationToken)) { }
        }
    }

    private async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        long after;
        int room;
        lock (_gate) { (after, room) = (_sent, _isResumed ? (int)(_acknowledged + Window - _sent) : 0); }
        if (room <= 0) { return false; }

        IReadOnlyList<Entry> page = await messages.ReadLogAsync(conversation, book.Me, after, room, cancellationToken);
        foreach (Entry entry in page)
        {
            if (!Claim(entry)) { return true; }
            await session.SendAsync(entry.ToEnvelope(), cancellationToken);
        }

        if (page.Count > 0) { Mark(page[^1].Epoch, page[^1].Sequence, DeliveryStep.Sent); }
        return page.Count > 0;
    }

    // The peer may have asked for another place while the page was read: then the page is old.
    private bool Claim(Entry entry)
    {
        lock (_gate)
        {
            if (_epoch == Guid.Empty) { _epoch = entry.Epoch; }
            if (entry.Epoch != _epoch || entry.Sequence != _sent + 1) { return false; }

            _sent = entry.Sequence;
            _highestSent = Math.Max(_highestSent, _sent);
            return true;
        }
    }

    // Shown at once and written down behind: a lost mark costs a tick until the next session, never a message.
    private void Mark(Guid epoch, long sequence, DeliveryStep step)
    {
        book.Show(conversation, shown => shown.Advance(sequence, step == DeliveryStep.Sent ? MessageState.Sent : MessageState.Delivered));
        _ = MarkAsync(epoch, sequence, step);
    }

    private async Task MarkAsync(Guid epoch, long sequence, DeliveryStep step)
    {
        try { await messages.MarkAsync(conversation, book.Me, epoch, sequence, step, CancellationToken.None); }
        catch (StorageException failed) { logger.MarkNotStored(conversation, failed.Message); }
    }
}
