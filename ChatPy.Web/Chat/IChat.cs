using ChatPy.Transport.Plain;

namespace ChatPy.Web.Chat;

/// <summary>What a person can do. Pages call this and read <see cref="ChatStore"/>; nothing else.</summary>
public partial interface IChat
{
    /// <summary>Appends to my log of the conversation; returns when that is on disk. Answering accepts an undecided peer.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="draft">
    /// A message, or what is to become of one. At most <see cref="ChatLimits.MaxTextBytes"/> bytes of UTF-8, not blank. The same id twice is one
    /// message. A plain peer gets the text alone.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; what was stored stays stored.</param>
    Task<SendResult> SendAsync(ConversationId conversation, Draft draft, CancellationToken cancellationToken = default);

    /// <summary>Sends a message that failed again: as a new one, which stands at the end in place of the failed one. Done once, however often it is asked for.</summary>
    Task<SendResult> RetryAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default);

    /// <summary>Dials what a person typed: ChatPy or plain, the first line tells.</summary>
    /// <param name="address">As typed.</param>
    /// <param name="evenPlain">The person insists after <see cref="ConnectFailure.NotChatPy"/>: speak in the clear.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ConnectResult> ConnectAsync(string address, bool evenPlain = false, CancellationToken cancellationToken = default);

    /// <summary>Dials the peer of a conversation again, at once.</summary>
    Task<ConnectResult> ReconnectAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>Ends the connection with a plain peer; one of the club's dialect is sent <c>exit</c>. A ChatPy peer is blocked or not, but never left.</summary>
    Task DisconnectAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>Accepts a first contact.</summary>
    Task AcceptAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>Refuses the peer from now on and ends its connection. <see cref="AcceptAsync"/> undoes it.</summary>
    Task BlockAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>Everything that arrived up to <paramref name="arrival"/> has been seen.</summary>
    Task MarkReadAsync(ConversationId conversation, long arrival, CancellationToken cancellationToken = default);

    /// <summary>I am writing, or have stopped without sending. To be called often: peers are told now and then.</summary>
    Task TypingAsync(ConversationId conversation, bool isActive, CancellationToken cancellationToken = default);

    /// <summary>Whether peers learn what I have read. While they do not, I do not learn it of them.</summary>
    Task SendReceiptsAsync(bool isOn, CancellationToken cancellationToken = default);

    /// <summary>Whether peers learn that I am writing. While they do not, I do not learn it of them.</summary>
    Task SendTypingAsync(bool isOn, CancellationToken cancellationToken = default);

    /// <summary>Whether the local network is told that I am here. While it is not, I still see who else is.</summary>
    Task AnnounceAsync(bool isOn, CancellationToken cancellationToken = default);

    /// <summary>Overrides what was learned about a plain peer, for its present connection.</summary>
    Task SetDialectAsync(ConversationId conversation, Dialect dialect, CancellationToken cancellationToken = default);

    /// <summary>Changes my name here and tells the connected peers. Blank means the machine's user name.</summary>
    Task RenameAsync(string nickname, CancellationToken cancellationToken = default);

    /// <summary>The page of messages just before <paramref name="before"/>, oldest first.</summary>
    Task<IReadOnlyList<Message>> ReadOlderAsync(ConversationId conversation, EntryOrder before, int count, CancellationToken cancellationToken = default);

    /// <summary>The page of messages just after <paramref name="after"/>, oldest first.</summary>
    Task<IReadOnlyList<Message>> ReadNewerAsync(ConversationId conversation, EntryOrder after, int count, CancellationToken cancellationToken = default);

    /// <summary>The first message that came in and was not read; nothing if all was.</summary>
    Task<Guid?> FindUnreadAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>Messages as they are now, wherever they stand in the conversation, oldest first; without those that are not here.</summary>
    Task<IReadOnlyList<Message>> ReadAsync(ConversationId conversation, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default);

    /// <summary>The way of one message with its times, if there is such a message.</summary>
    Task<MessageDetails?> ReadDetailsAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default);
}

/// <summary>What became of a message a person sent.</summary>
public enum SendResult
{
    /// <summary>On disk (and, for a plain peer, written to its connection). The snapshot shows it.</summary>
    Stored,

    /// <summary>Longer than <see cref="ChatLimits.MaxTextBytes"/>: nothing happened, keep the text.</summary>
    TooLong,

    /// <summary>A plain peer that is not connected: nothing waits for it, keep the text.</summary>
    PlainPeerGone,

    /// <summary>The peer is blocked: keep the text.</summary>
    Blocked,

    /// <summary>The disk refused: nothing was sent, keep the text.</summary>
    NotSaved,
}

/// <summary>What became of a dial: a conversation, or a reason.</summary>
/// <param name="Conversation">The conversation to open; none on failure.</param>
/// <param name="Failure">The reason; none on success.</param>
public sealed record ConnectResult(ConversationId? Conversation, ConnectFailure? Failure);

/// <summary>Why a peer could not be reached. The page has a sentence and a next step for each.</summary>
public enum ConnectFailure
{
    /// <summary>Nothing listens there.</summary>
    Refused,

    /// <summary>No answer: another network, a firewall, or switched off.</summary>
    Timeout,

    /// <summary>No route to that address.</summary>
    Unreachable,

    /// <summary>The name is not known.</summary>
    Name,

    /// <summary>That is this machine.</summary>
    Self,

    /// <summary>The other side answered but takes no connection now: full, or it does not want to talk.</summary>
    Busy,

    /// <summary>Not an address, or not one of a machine that chats.</summary>
    Invalid,

    /// <summary>The person has dialled <see cref="Transport.TransportOptions.MaxDialsPerMinute"/> times within a minute: nothing was sent.</summary>
    TooOften,

    /// <summary>Somebody else answers at the address of this peer now.</summary>
    AnotherPeer,

    /// <summary>ChatPy was met at this address before, and now something answers that speaks in the clear: nothing was sent.</summary>
    NotChatPy,

    /// <summary>It answers like ChatPy, but not in a way this version understands.</summary>
    Protocol,
}
