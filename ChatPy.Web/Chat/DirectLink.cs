using System.Threading.Channels;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;
using WirePresence = ChatPy.Transport.Wire.Presence;

namespace ChatPy.Web.Chat;

/// <summary>
/// A conversation while its peer is connected. What comes in is committed, then acknowledged; what goes out is read from my
/// own log, from where the peer says it is. There is no other outbox.
/// </summary>
internal sealed class DirectLink(
    Session session, ConversationBook book, IMessageStore messages, Attendance attendance, Pace strangersPace, TimeProvider time, ILogger logger) : ILink, IDisposable
{
    private readonly PeerId _me = book.Me;
    private readonly IncomingLog _incoming = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages);
    private readonly OutgoingLog _outgoing = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages, logger);
    private readonly ReadReceipts _receipts = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages);
    private readonly TypingSignal _typing = new(ConversationId.Direct(book.Me, session.Peer), book, time);

    private readonly FetchBack _fetching = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages);
    private readonly FetchAnswer _answering = new(session, ConversationId.Direct(book.Me, session.Peer), messages, logger);
    private bool _isStranger = true;

    public ConversationId Conversation { get; } = ConversationId.Direct(book.Me, session.Peer);

    // What the person does is nobody's business until the peer was accepted.
    private bool IsAccepted => book.Find(Conversation)?.Trust == Trust.Accepted;

    /// <summary>Runs until the session ends.</summary>
    /// <exception cref="StorageException">The disk refuses: nothing more may be taken or acknowledged.</exception>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await _incoming.BeginAsync(life.Token);
        await GreetAsync();
        Task<SessionEnd> running = session.RunAsync(ReceiveAsync, life.Token);
        Task sending = _outgoing.RunAsync(life.Token), committing = _incoming.RunAsync(), fetching = _fetching.RunAsync();

        await Task.WhenAny(running, sending, committing, fetching);
        await life.CancelAsync();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _incoming.Complete();
        _fetching.Complete();
        await Task.WhenAll(sending, committing, fetching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (committing.IsFaulted) { await committing; }
        if (fetching.IsFaulted) { await fetching; }
        if (sending.Exception?.InnerException is StorageException) { await sending; }
        return await running;
    }

    public void Ring(Entry? stored)
    {
        if (stored is { IsWritten: true }) { _typing.Written(); }
        _outgoing.Ring(stored);
    }

    public Task LeaveAsync()
    {
        session.Leave();
        return Task.CompletedTask;
    }

    public Task RenameAsync(string nickname, CancellationToken cancellationToken) =>
        TellAsync(new Envelope { Profile = new Profile { Nickname = nickname } }, cancellationToken);

    public async Task AcceptedAsync(CancellationToken cancellationToken)
    {
        try { await _incoming.AskAsync(cancellationToken); }
        catch (ChannelClosedException) { return; }   // the session is over; the next one begins by asking

        await GreetAsync();
    }

    public async Task ReadAsync()
    {
        if (IsAccepted && await _receipts.NextAsync(CancellationToken.None) is { } receipt) { await TellAsync(receipt); }
    }

    public Task PresenceAsync() => !IsAccepted ? Task.CompletedTask : TellAsync(new Envelope
    {
        Presence = new WirePresence { State = attendance.IsPresent ? WirePresence.Types.State.Active : WirePresence.Types.State.Away },
    });

    public Task TypingAsync(bool isActive) => IsAccepted && _typing.Next(isActive) is { } typing ? TellAsync(typing) : Task.CompletedTask;

    public void Dispose() => _typing.Dispose();

    public Task FetchBackAsync(CancellationToken cancellationToken) => _fetching.AskAsync(cancellationToken);

    private ValueTask ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        switch (envelope.KindCase)
        {
            case Envelope.KindOneofCase.Entry:
                Entry entry = EntryWire.Read(envelope.Entry);
                Require(entry.Conversation == Conversation && (entry.Author == session.Peer || entry.Author == _me), "an entry of another conversation or author");
                return entry.Author == _me ? _fetching.ReceiveAsync(entry, cancellationToken)
                    : IsStranger() && !_incoming.IsHeld ? ReceiveInTurnAsync(entry, cancellationToken) : _incoming.ReceiveAsync(entry, cancellationToken);

            case Envelope.KindOneofCase.Position:
                (ConversationId conversation, PeerId author, LogPosition at, Guid lastId) = EntryWire.Read(envelope.Position);
                Require(conversation == Conversation, "a position in another conversation");
                return author == _me ? _outgoing.ResumeAsync(at, lastId, cancellationToken) : ValueTask.CompletedTask;

            case Envelope.KindOneofCase.Acknowledgement:
                (conversation, author, Guid epoch, long sequence) = EntryWire.Read(envelope.Acknowledgement);
                Require(conversation == Conversation && author == _me, "an acknowledgement of another's log");
                _outgoing.Acknowledged(epoch, sequence);
                return ValueTask.CompletedTask;

            case Envelope.KindOneofCase.Receipt:
                (conversation, author, epoch, sequence) = EntryWire.Read(envelope.Receipt);
                Require(conversation == Conversation && author == _me, "a receipt of another's log");
                // Who sends none sees none; that it is stored there is still worth knowing.
                if (book.Self.SendsReceipts) { _outgoing.Read(epoch, sequence); } else { _outgoing.Acknowledged(epoch, sequence); }
                return ValueTask.CompletedTask;

            case Envelope.KindOneofCase.Presence when envelope.Presence.State is WirePresence.Types.State.Active or WirePresence.Types.State.Away:
                bool isAway = envelope.Presence.State == WirePresence.Types.State.Away;
                if (book.Find(Conversation)?.IsAway != isAway) { book.Show(Conversation, shown => shown with { IsAway = isAway }); }
                return ValueTask.CompletedTask;

            case Envelope.KindOneofCase.Typing:
                (conversation, bool isActive) = EntryWire.Read(envelope.Typing);
                Require(conversation == Conversation, "that somebody writes in another conversation");
                _typing.Heard(isActive);
                return ValueTask.CompletedTask;

            case Envelope.KindOneofCase.Fetch:
                (conversation, author) = EntryWire.Read(envelope.Fetch);
                Require(conversation == Conversation && author == session.Peer, "a wish for another's log");
                _answering.Begin(cancellationToken);
                return ValueTask.CompletedTask;

            case Envelope.KindOneofCase.FetchEnd:
                (conversation, author) = EntryWire.Read(envelope.FetchEnd);
                Require(conversation == Conversation && author == _me, "the end of another's log");
                return _fetching.EndAsync(cancellationToken);

            case Envelope.KindOneofCase.Profile:
                return RenamePeerAsync(Nickname.Clean(envelope.Profile.Nickname), cancellationToken);

            default:
                return ValueTask.CompletedTask;   // of a newer version
        }
    }

    private bool IsStranger() => _isStranger = _isStranger && !IsAccepted;   // who was accepted is none any more

    // While it waits for its turn nothing is read: the stranger has to wait with what it wants to say. Closed, it would come back and say it again.
    // What is held back has no turn: the PING behind all of it must be answered in time.
    private async ValueTask ReceiveInTurnAsync(Entry entry, CancellationToken cancellationToken)
    {
        await strangersPace.WaitAsync(cancellationToken);
        await _incoming.ReceiveAsync(entry, cancellationToken);
    }

    private async ValueTask RenamePeerAsync(string nickname, CancellationToken cancellationToken)
    {
        if (nickname.Length == 0) { return; }
        if (IsStranger()) { await strangersPace.WaitAsync(cancellationToken); }

        book.Show(Conversation, shown => shown with { GivenName = nickname });
        await book.KeepAsync(Conversation, cancellationToken);
    }

    private async Task GreetAsync()
    {
        await PresenceAsync();
        await ReadAsync();
    }

    private async Task TellAsync(Envelope envelope, CancellationToken cancellationToken = default)
    {
        try { await session.SendAsync(envelope, cancellationToken); }
        catch (ChannelClosedException) { /* the session is over; the next one begins by saying it */ }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) { throw new ProtocolException(ProtocolError.InvalidField, $"The peer sent {otherwise}."); }
    }
}
