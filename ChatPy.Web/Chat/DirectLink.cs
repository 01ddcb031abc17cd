using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>
/// A conversation while its peer is connected. What comes in is committed, then acknowledged, then shown; what goes out is read from my
/// own log, from where the peer says it is. There is no other outbox.
/// </summary>
internal sealed class DirectLink(Session session, ConversationBook book, IMessageStore messages, ILogger logger) : ILink
{
    private readonly PeerId _me = book.Me;
    private readonly IncomingLog _incoming = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages);
    private readonly OutgoingLog _outgoing = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages, logger);

    private readonly FetchBack _fetching = new(session, ConversationId.Direct(book.Me, session.Peer), book, messages);
    private readonly FetchAnswer _answering = new(session, ConversationId.Direct(book.Me, session.Peer), messages, logger);

    public ConversationId Conversation { get; } = ConversationId.Direct(book.Me, session.Peer);

    public Bell Bell => _outgoing.Bell;

    /// <summary>Runs until the session ends.</summary>
    /// <exception cref="StorageException">The disk refuses: nothing more may be taken or acknowledged.</exception>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await _incoming.BeginAsync(life.Token);
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

    public Task LeaveAsync()
    {
        session.Leave();
        return Task.CompletedTask;
    }

    public async Task RenameAsync(string nickname, CancellationToken cancellationToken) =>
        await session.SendAsync(new Envelope { Profile = new Profile { Nickname = nickname } }, cancellationToken);

    public Task AcceptedAsync(CancellationToken cancellationToken) => _incoming.AskAsync(cancellationToken);

    public Task FetchBackAsync(CancellationToken cancellationToken) => _fetching.AskAsync(cancellationToken);

    private ValueTask ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        switch (envelope.KindCase)
        {
            case Envelope.KindOneofCase.Entry:
                Entry entry = EntryWire.Read(envelope.Entry);
                Require(entry.Conversation == Conversation && (entry.Author == session.Peer || entry.Author == _me), "an entry of another conversation or author");
                return entry.Author == _me ? _fetching.ReceiveAsync(entry, cancellationToken) : _incoming.ReceiveAsync(entry, cancellationToken);

            case Envelope.KindOneofCase.Position:
                (ConversationId conversation, PeerId author, LogPosition at, Guid lastId) = EntryWire.Read(envelope.Position);
                Require(conversation == Conversation, "a position in another conversation");
                return author == _me ? _outgoing.ResumeAsync(at, lastId, cancellationToken) : ValueTask.CompletedTask;

            case Envelope.KindOneofCase.Acknowledgement:
                (conversation, author, Guid epoch, long sequence) = EntryWire.Read(envelope.Acknowledgement);
                Require(conversation == Conversation && author == _me, "an acknowledgement of another's log");
                _outgoing.Acknowledged(epoch, sequence);
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

    private async ValueTask RenamePeerAsync(string nickname, CancellationToken cancellationToken)
    {
        if (nickname.Length == 0) { return; }

        book.Show(Conversation, shown => shown with { Title = nickname });
        await book.KeepAsync(Conversation, cancellationToken);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) { throw new ProtocolException(ProtocolError.InvalidField, $"The peer sent {otherwise}."); }
    }
}
