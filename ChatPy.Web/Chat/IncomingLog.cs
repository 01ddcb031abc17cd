using System.Threading.Channels;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>The peer's log as it arrives over one session: exactly the next entry, committed and acknowledged.</summary>
internal sealed class IncomingLog(Session session, ConversationId conversation, ConversationBook book, IMessageStore messages)
{
    private const int MaxUncommitted = SendWindow.MaxEntries;

    // Half of what a peer may have under way: while it goes to the disk, the other half is on its way here. Taken as they come, a large commit and
    // a small one would follow each other for ever, and the disk would wait for the large one.
    private const int MaxCommit = SendWindow.MaxEntries / 2;

    // Full means that the disk is slower than the peer: the session stops reading, and the peer slows down. What comes alone is handed to the
    // store in the thread that read it.
    private readonly Channel<Entry> _arrived = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(MaxUncommitted) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    private Guid _epoch;
    private long _highWater;
    private long _taken;   // in all epochs

    /// <summary>The peer has said as much as a stranger may: what it goes on to say is not taken.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Says how far this machine has the peer's log, before anything is received.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        LogPosition position = await AskAsync(cancellationToken);
        (_epoch, _highWater) = (position.Epoch, position.Sequence);
        _taken = (await messages.ReadEpochsAsync(conversation, session.Peer, cancellationToken)).Sum(static state => state.HighWater);
    }

    /// <summary>Says again how far this machine has the peer's log: the peer goes on from there.</summary>
    public async Task<LogPosition> AskAsync(CancellationToken cancellationToken)
    {
        LogPosition position = await messages.GetPositionAsync(conversation, session.Peer, cancellationToken);
        Guid lastId = await messages.FindIdAsync(conversation, session.Peer, position.Epoch, position.Sequence, cancellationToken);
        await session.SendAsync(position.ToEnvelope(conversation, session.Peer, lastId), cancellationToken);
        return position;
    }

    /// <summary>Takes an entry off the session. Returns at once unless the disk is behind.</summary>
    /// <exception cref="ProtocolException">Entries before it are missing.</exception>
    public ValueTask ReceiveAsync(Entry entry, CancellationToken cancellationToken)
    {
        bool isNext = entry.Epoch == _epoch ? entry.Sequence == _highWater + 1 : entry.Sequence == 1;
        bool isKnown = entry.Epoch == _epoch && entry.Sequence <= _highWater;
        if (IsHeld && !isNext) { return ValueTask.CompletedTask; }
        if (!isNext && !isKnown) { throw new ProtocolException(ProtocolError.SequenceGap, $"Entry {entry.Sequence} where {_highWater + 1} must come."); }

        // A stranger may not fill the disk, however often it begins its log anew. What is not acknowledged waits on its machine until somebody accepts it.
        IsHeld = isNext && _taken >= ChatLimits.MaxStrangerEntries && book.Find(conversation)?.Trust == Trust.Undecided;
        if (IsHeld) { return ValueTask.CompletedTask; }

        if (isNext) { (_epoch, _highWater, _taken) = (entry.Epoch, entry.Sequence, _taken + 1); }

        // Once taken it is committed, whatever becomes of the session.
        return _arrived.Writer.WriteAsync(entry, cancellationToken);
    }

    /// <summary>The session is over: what it brought is still committed and shown.</summary>
    public void Complete() => _arrived.Writer.TryComplete();

    /// <summary>
    /// Commits what has arrived, acknowledges it and shows it, each once for all of it. One that comes alone does not wait: it is on the screen
    /// while the disk takes it. The disk does not wait for what is shown.
    /// </summary>
    public async Task RunAsync()
    {
        bool isBroken = false;
        Commit? commit = await BeginNextAsync();
        while (commit is not null)
        {
            (IReadOnlyList<Entry> entries, ReceiveResult result) = (commit.Entries, await commit.Result);
            if (result.Outcome is ReceiveOutcome.Conflict or ReceiveOutcome.Gap)
            {
                // Nothing from here on is acknowledged: the author must see that this machine does not have it.
                session.Break(new ProtocolException(ProtocolError.SequenceGap, $"Entry {entries[0].Sequence} or one of {entries.Count - 1} after it is not the one that is stored under its number."));
                isBroken = true;
            }

            // An epoch from long ago may be stored further than what was sent now.
            if (!isBroken) { await AcknowledgeAsync(entries[0].Epoch, Math.Min(result.HighWater, entries.Max(static entry => entry.Sequence))); }
            Commit? next = TryBegin();
            if (!commit.IsShown) { await book.ShowAsync(conversation, result.Stored); }
            commit = next ?? await BeginNextAsync();
        }
    }

    private async ValueTask<Commit?> BeginNextAsync() => await _arrived.Reader.WaitToReadAsync() ? TryBegin() : null;

    // What is there, of one epoch: while one write is on its way to the disk, the next one gathers.
    private Commit? TryBegin()
    {
        var run = new List<Entry>();
        while (run.Count < MaxCommit && _arrived.Reader.TryPeek(out Entry? next) && (run.Count == 0 || next.Epoch == run[0].Epoch))
        {
            _arrived.Reader.TryRead(out _);
            run.Add(next);
        }

        return run switch
        {
            [] => null,
            [{ Kind: EntryKind.Text }] => new Commit(run, ReceiveShownAsync(run), IsShown: true),
            _ => new Commit(run, messages.ReceiveAsync(run, CancellationToken.None), IsShown: false),
        };
    }

    // If the disk does not take it, it leaves the screen again, and comes when its author sends it again.
    private async Task<ReceiveResult> ReceiveShownAsync(IReadOnlyList<Entry> texts)
    {
        IReadOnlyList<Entry> shown = [];
        try
        {
            return await messages.ReceiveAsync(texts, CancellationToken.None, placed => book.ShowTexts(conversation, shown = placed));
        }
        catch (StorageException)
        {
            book.TakeBack(conversation, shown);
            throw;
        }
    }

    private async ValueTask AcknowledgeAsync(Guid epoch, long highWater)
    {
        try { await session.SendAsync(EntryWire.Acknowledge(conversation, session.Peer, epoch, highWater), CancellationToken.None); }
        catch (ChannelClosedException) { /* the session is over; the next one begins by saying how far we are */ }
    }

    private sealed record Commit(IReadOnlyList<Entry> Entries, Task<ReceiveResult> Result, bool IsShown);
}
