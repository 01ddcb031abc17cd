using System.Threading.Channels;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>Gives the peer what this machine has of the peer's own log, beside everything else that the session carries.</summary>
internal sealed class FetchAnswer(Session session, ConversationId conversation, IMessageStore messages, ILogger logger)
{
    /// <summary>Entries read at once: what waits in memory for a slow peer.</summary>
    private const int Page = 64;

    private int _isAnswering;

    /// <summary>Begins to answer; returns at once.</summary>
    /// <exception cref="ProtocolException">The peer asked before, and the answer is still on its way.</exception>
    public void Begin(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isAnswering, 1) == 1) { throw new ProtocolException(ProtocolError.InvalidField, "The peer asks for its log while it comes."); }

        _ = Task.Run(() => AnswerAsync(cancellationToken), CancellationToken.None);
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (EpochState epoch in await messages.ReadEpochsAsync(conversation, session.Peer, cancellationToken))
            {
                await SendAsync(epoch.Epoch, cancellationToken);
            }

            Volatile.Write(ref _isAnswering, 0);
            await session.SendAsync(EntryWire.EndFetch(conversation, session.Peer), cancellationToken);
        }
        catch (Exception over) when (over is OperationCanceledException or ChannelClosedException) { /* the session is over; the peer may ask in the next one */ }
        catch (StorageException failed)
        {
            // Half an answer must not pass for a whole one.
            logger.FetchNotAnswered(conversation, failed.Message);
            session.Leave();
        }
    }

    private async Task SendAsync(Guid epoch, CancellationToken cancellationToken)
    {
        long sent = 0;
        IReadOnlyList<Entry> page;
        do
        {
            page = await messages.ReadEpochAsync(conversation, session.Peer, epoch, sent, Page, cancellationToken);
            foreach (Entry entry in page) { await session.SendAsync(entry.ToEnvelope(), cancellationToken); }
            if (page.Count > 0) { sent = page[^1].Sequence; }
        }
        while (page.Count == Page);
    }
}
