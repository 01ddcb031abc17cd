using System.Text;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>My log as it goes out over one session: from where the peer is, many in flight, until everything is acknowledged.</summary>
internal sealed class OutgoingLog(Session session, ConversationId conversation, ConversationBook book, IMessageStore messages, ILogger logger)
{
    /// <summary>Entries read from the store at once, and kept at hand while there is no room for them: half a window.</summary>
    private const int Page = SendWindow.MaxEntries / 2;

    private readonly Lock _gate = new();
    private readonly Bell _bell = new();
    private readonly SendWindow _window = new();
    private readonly Queue<(Entry Entry, Envelope Envelope)> _ahead = [];
    private readonly DeliveryNotes _notes = new(conversation, book.Me, messages, book.Time, logger);
    private readonly LogComparison _comparison = new(conversation, book, messages, logger);
    private Guid _epoch;
    private long _sent;
    private long _highestSent;
    private long _acknowledged;
    private bool _isResumed;
    private (Guid Epoch, long Sequence) _read;
    private bool _isRung;
    private Entry? _stored;   // rung for this one, and for nothing else

    /// <summary>My log has grown, by <paramref name="stored"/> where that is at hand; or the peer has taken some of it.</summary>
    public void Ring(Entry? stored = null)
    {
        lock (_gate) { (_isRung, _stored) = (true, _isRung ? null : stored); }
        _bell.Ring();
    }

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
            _window.Clear();
        }

        if (from > 0) { Mark(mine.Epoch, from, DeliveryStep.Delivered); }
        Ring();
    }

    /// <summary>The peer has committed my log up to <paramref name="sequence"/>.</summary>
    /// <exception cref="ProtocolException">It never was sent that much.</exception>
    public void Acknowledged(Guid epoch, long sequence)
    {
        bool isOpen;
        lock (_gate)
        {
            if (epoch != _epoch || sequence <= _acknowledged) { return; }
            if (sequence > _highestSent) { throw new ProtocolException(ProtocolError.SequenceGap, $"Entry {sequence} acknowledged; {_highestSent} was the last one sent."); }

            (_acknowledged, _sent) = (sequence, Math.Max(sequence, _sent));
            isOpen = _window.Acknowledge(sequence);
        }

        // First what keeps the peer busy.
        if (isOpen) { Ring(); }
        Mark(epoch, sequence, DeliveryStep.Delivered);
    }

    /// <summary>The person there has seen my log up to <paramref name="sequence"/>, so it is stored there as well.</summary>
    /// <exception cref="ProtocolException">It never was sent that much.</exception>
    public void Read(Guid epoch, long sequence)
    {
        Acknowledged(epoch, sequence);
        lock (_gate)
        {
            if (epoch != _epoch || sequence == 0 || (_read.Epoch == epoch && _read.Sequence >= sequence)) { return; }
            _read = (epoch, sequence);
        }

        Mark(epoch, sequence, DeliveryStep.Read);
    }

    /// <summary>Sends what there is whenever the bell rings, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _bell.WaitAsync(cancellationToken);
                if (await SendStoredAsync(cancellationToken)) { continue; }

                bool hasRoom;
                do { hasRoom = await SendAheadAsync(cancellationToken); } while (await ReadAheadAsync(cancellationToken) && hasRoom);
            }
        }
        finally { await _notes.CompleteAsync(); }
    }

    // What was stored just now need not be read. If it is the next, it is all there is: each entry rings, and two that ring at once are read.
    private async ValueTask<bool> SendStoredAsync(CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_gate) { (_isRung, entry, _stored) = (false, _stored, null); }
        if (entry is null || _ahead.Count > 0 || TryClaim(entry) != Claim.Taken) { return false; }

        await SendAsync([entry.ToEnvelope()], entry, cancellationToken);
        return true;
    }

    // Also while the window is full: what fits when it opens is here by then, wherever a page ended, and goes out in one piece.
    private async Task<bool> ReadAheadAsync(CancellationToken cancellationToken)
    {
        if (_ahead.Count >= Page) { return true; }

        long after;
        lock (_gate)
        {
            if (!_isResumed) { return false; }
            after = _ahead.LastOrDefault().Entry?.Sequence ?? _sent;
        }

        foreach (Entry entry in await messages.ReadLogAsync(conversation, book.Me, after, Page, cancellationToken)) { _ahead.Enqueue((entry, entry.ToEnvelope())); }
        return _ahead.Count > 0;
    }

    // True if all of it is sent, or is of no use any more; false if the window is full.
    private async ValueTask<bool> SendAheadAsync(CancellationToken cancellationToken)
    {
        // All claimed before any is given to the session: it writes to the network what lies there, and does not wait for more.
        var ready = new List<Envelope>(_ahead.Count);
        Entry? last = null;
        Claim claim = Claim.Taken;
        while (_ahead.TryPeek(out (Entry Entry, Envelope Envelope) next) && (claim = TryClaim(next.Entry)) == Claim.Taken)
        {
            _ahead.Dequeue();
            last = next.Entry;
            ready.Add(next.Envelope);
        }

        if (claim == Claim.Old) { _ahead.Clear(); }
        if (last is not null) { await SendAsync(ready, last, cancellationToken); }
        return claim != Claim.NoRoom;
    }

    private async ValueTask SendAsync(IEnumerable<Envelope> ready, Entry last, CancellationToken cancellationToken)
    {
        foreach (Envelope envelope in ready) { await session.SendAsync(envelope, cancellationToken); }

        Mark(last.Epoch, last.Sequence, DeliveryStep.Sent);
    }

    private Claim TryClaim(Entry entry)
    {
        lock (_gate)
        {
            if (!_isResumed) { return Claim.Old; }
            if (_epoch == Guid.Empty) { _epoch = entry.Epoch; }
            // The peer may have asked for another place since the page was read.
            if (entry.Epoch != _epoch || entry.Sequence != _sent + 1) { return Claim.Old; }
            if (!_window.TryAdd(entry.Sequence, Encoding.UTF8.GetByteCount(entry.Text))) { return Claim.NoRoom; }

            _sent = entry.Sequence;
            _highestSent = Math.Max(_highestSent, _sent);
            return Claim.Taken;
        }
    }

    // Shown at once and written down behind: a lost mark costs a tick until the next session, never a message.
    private void Mark(Guid epoch, long sequence, DeliveryStep step)
    {
        book.Show(conversation, shown => shown.Advance(sequence, step switch
        {
            DeliveryStep.Sent => MessageState.Sent,
            DeliveryStep.Read => MessageState.Read,
            _ => MessageState.Delivered,
        }));
        _notes.Note(epoch, sequence, step);
    }

    private enum Claim
    {
        Taken,
        NoRoom,
        Old,
    }
}
