using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>Tells the peer of one session how far the person here has read. docs/protocol.md §4.4.</summary>
internal sealed class ReadReceipts(Session session, ConversationId conversation, ConversationBook book, IMessageStore messages)
{
    private readonly Lock _gate = new();
    private LogPosition? _told;

    /// <summary>The receipt that is due: none if the person sends none, or has read nothing since the last one.</summary>
    public async Task<Envelope?> NextAsync(CancellationToken cancellationToken)
    {
        if (!book.Self.SendsReceipts) { return null; }

        // Asked of the disk and not of the page: nothing is claimed that a power cut could take back.
        LogPosition read = await messages.GetReadPositionAsync(conversation, session.Peer, cancellationToken);
        lock (_gate)
        {
            bool isOld = _told is { } told && told.Epoch == read.Epoch && told.Sequence >= read.Sequence;
            if (read.Sequence == 0 || isOld) { return null; }
            _told = read;
        }

        return read.ToReceipt(conversation, session.Peer);
    }
}
