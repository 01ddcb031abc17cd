using System.Collections.Immutable;
using System.Security.Cryptography;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;

namespace ChatPy.Web.Chat;

/// <summary>Who is at the other end.</summary>
public enum ConversationKind
{
    /// <summary>Another ChatPy: encrypted, identified, nothing lost.</summary>
    Direct,

    /// <summary>Any program that opens a TCP socket: in the clear, unconfirmed.</summary>
    Plain,
}

/// <summary>This machine to the peer, now.</summary>
public enum LinkState
{
    /// <summary>No connection.</summary>
    Offline,

    /// <summary>An encrypted session with an identified peer.</summary>
    Secure,

    /// <summary>A plain TCP connection.</summary>
    Plain,
}

/// <summary>What the person here has decided about a peer.</summary>
public enum Trust
{
    /// <summary>Nothing yet: a first contact is shown as a request.</summary>
    Undecided,

    /// <summary>Accepted, by a click or by answering or by dialling it.</summary>
    Accepted,

    /// <summary>Its connections are refused.</summary>
    Blocked,
}

/// <summary>One conversation as pages see it. Immutable: a change is a new record.</summary>
public sealed partial record Conversation
{
    public required ConversationId Id { get; init; }

    public required ConversationKind Kind { get; init; }

    /// <summary>The name the peer gives itself, or its address.</summary>
    public required string GivenName { get; init; }

    /// <summary>The key at the other end; none for a plain peer.</summary>
    public PeerId? Peer { get; init; }

    /// <summary>Where the peer is or was last, <c>10.0.0.2:4242</c>. A hint only.</summary>
    public string? Address { get; init; }

    public Trust Trust { get; init; }

    public LinkState Link { get; init; }

    /// <summary>Whether the peer says that nobody is at its machine.</summary>
    public bool IsAway { get; init; }

    /// <summary>Whether the person there is writing.</summary>
    public bool IsTyping { get; init; }

    /// <summary>When a session with the peer began or ended last.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Whether somebody is there, as far as is known.</summary>
    public Presence Presence => Link == LinkState.Offline ? Presence.Offline : IsAway ? Presence.Away : Presence.Online;

    /// <summary>How the plain peer marks the end of a message, as learned or as set by the person.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>Whether a plain peer was dialled by us (and so can be dialled again) rather than having come by itself.</summary>
    public bool CanRedial { get; init; }

    /// <summary>The next attempt to reach the peer, while it is away and being redialled.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Messages that came in since the person last looked.</summary>
    public int Unread { get; init; }

    /// <summary>The <see cref="Message.Arrival"/> up to which the person has read.</summary>
    public long ReadUpTo { get; init; }

    /// <summary>The newest <see cref="ChatLimits.RecentMessages"/> messages, oldest first.</summary>
    public ImmutableList<Message> Recent { get; init; } = [];

    /// <summary>
    /// The number in my log up to which it has come as far as each state: a message may be with the peer before it is shown here.
    /// </summary>
    public ImmutableDictionary<MessageState, long> Reached { get; init; } = ImmutableDictionary<MessageState, long>.Empty;

    /// <summary>Whether the store holds messages older than <see cref="Recent"/>.</summary>
    public bool HasOlder { get; init; }

    /// <summary>How often a message older than <see cref="Recent"/> has changed.</summary>
    public int ChangesBehind { get; init; }

    /// <summary>What became of the history here or there, as long as the person has not dismissed it.</summary>
    public ImmutableArray<Setback> Setbacks { get; init; } = [];

    /// <summary>Whether what the peer still has is being fetched back.</summary>
    public bool IsFetching { get; init; }

    /// <summary>When something last happened here: what the list is sorted by.</summary>
    public DateTimeOffset LastActivity { get; init; }

    /// <summary>The newest message, if there is one.</summary>
    public Message? Last => Recent.Count > 0 ? Recent[^1] : null;

    /// <summary>The author of what a plain peer writes. Local: a plain peer has no key, and its log never leaves this machine.</summary>
    public static PeerId AuthorOf(ConversationId plain) => new(SHA256.HashData([.. "plain author "u8, .. plain.ToByteArray()]));
}
