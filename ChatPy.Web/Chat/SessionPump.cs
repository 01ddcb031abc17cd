using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Chat;

/// <summary>Gives each session its conversation, and says in the list who is there.</summary>
internal sealed class SessionPump(
    ConversationBook book, IMessageStore messages, Roster roster, Links links, DiskWatch disk, Attendance attendance, IOptions<TransportOptions> limits, TimeProvider time,
    ILogger<SessionPump> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public async Task<SessionEnd> RunAsync(Session session, CancellationToken cancellationToken)
    {
        PeerAddress? address = session.DialledByUs ? session.Remote
            : session.Hello.ListeningPort > 0 ? new PeerAddress(session.Remote.Host, (int)session.Hello.ListeningPort) : null;
        string nickname = Nickname.Clean(session.Hello.Nickname);
        Conversation fresh = book.Direct(session.Peer, nickname, address);
        // Somebody new who came by themselves is to be seen, also without a word.
        if (!session.DialledByUs) { fresh = fresh with { Arrangement = new Arrangement { IsMarkedUnread = true } }; }

        try
        {
            await book.SaveAsync(fresh, shown => shown with
            {
                GivenName = nickname.Length > 0 ? nickname : shown.GivenName,
                // Only a person's wish makes us dial.
                Trust = session.DialledByUs && shown.Trust == Trust.Undecided ? Trust.Accepted : shown.Trust,
                Address = session.DialledByUs ? shown.Address ?? fresh.Address : fresh.Address ?? shown.Address,
                LastSeen = time.GetUtcNow(),
            }, cancellationToken);
            if (address is not null) { await roster.RememberAsync(address, session.Peer, cancellationToken); }

            using var link = new DirectLink(session, book, messages, attendance, NewPace(), time, logger);
            SessionEnd end = await RunAsync(link, LinkState.Secure, link => link.RunAsync(cancellationToken));
            await book.KeepAsync(link.Conversation, CancellationToken.None);
            return end;
        }
        catch (StorageException failed)
        {
            disk.Failed(fresh.Id, failed);
            return SessionEnd.Stopped;
        }
    }

    /// <inheritdoc/>
    public async Task<SessionEnd> RunAsync(PlainSession session, CancellationToken cancellationToken)
    {
        if (!session.IsDialled && roster.IsPlainHostBlocked(session.Remote.Host))
        {
            logger.BlockedPlainPeer(session.Remote);
            return SessionEnd.Stopped;
        }

        if (Place(session) is not PlainLink link) { return SessionEnd.Stopped; }

        try
        {
            await link.BeginAsync(cancellationToken);
            return await RunAsync(link, LinkState.Plain, link => link.RunAsync(cancellationToken));
        }
        catch (StorageException failed)
        {
            disk.Failed(link.Conversation, failed);
            return SessionEnd.Stopped;
        }
        finally
        {
            links.Remove(link);
            book.DropUnlessKept(link.Conversation);
        }
    }

    private async Task<SessionEnd> RunAsync<TLink>(TLink link, LinkState state, Func<TLink, Task<SessionEnd>> run)
        where TLink : ILink
    {
        links.TryAdd(link);
        book.Show(link.Conversation, shown => shown with { Link = state, RetryAt = null, Dialect = Dialect.Unknown });
        try { return await run(link); }
        finally
        {
            links.Remove(link);
            book.Show(link.Conversation, shown => shown with { Link = LinkState.Offline, IsAway = false, IsTyping = false, LastSeen = time.GetUtcNow() });
        }
    }

    private Pace NewPace() => new(limits.Value.MaxStrangerMessagesAtOnce, TimeSpan.FromSeconds(1) / limits.Value.MaxStrangerMessagesPerSecond, time);

    // Several programs of one machine at once: each takes the first conversation of that machine that is free.
    private PlainLink? Place(PlainSession session)
    {
        for (int place = 1; ; place++)
        {
            Conversation conversation = session.IsDialled ? PlainConversations.Dialled(session.Remote) : PlainConversations.Came(session.Remote.Host, place);
            var link = new PlainLink(session, conversation.Id, book, messages, NewPace());
            if (links.TryAdd(link))
            {
                book.Begin(conversation);
                return link;
            }

            if (session.IsDialled) { return null; }   // dialled twice at once: the first stays
        }
    }
}
