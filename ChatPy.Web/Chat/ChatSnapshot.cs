using System.Collections.Immutable;
using ChatPy.Transport.Discovery;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>Everything pages may see, at one moment.</summary>
/// <param name="Self">This machine and the person at it.</param>
/// <param name="Conversations">Most recent activity first.</param>
public sealed record ChatSnapshot(Self Self, ImmutableArray<Conversation> Conversations)
{
    /// <summary>What a page shows before the history is read.</summary>
    public static readonly ChatSnapshot Empty = new(new Self(default, "", [], []), []);

    /// <summary>Whoever says that ChatPy runs on this network, by name. Claims: who they are shows when they are dialled.</summary>
    public ImmutableArray<NearbyPeer> Nearby { get; init; } = [];

    /// <summary>After something was stored: the disk stores, whatever was said of it a moment ago.</summary>
    public ChatSnapshot Saving() => Self.IsSaving ? this : this with { Self = Self with { Troubles = Self.Troubles.Remove(Trouble.NotSaving) } };

    /// <summary>The conversation of that id, if there is one.</summary>
    public Conversation? Find(ConversationId id) => Conversations.FirstOrDefault(conversation => conversation.Id == id);
}

/// <summary>This machine and the person at it.</summary>
/// <param name="PeerId">The id of this machine's key.</param>
/// <param name="Nickname">What peers see.</param>
/// <param name="Addresses">What a peer can enter to reach this machine: <c>192.168.1.20:4242</c>.</param>
/// <param name="Troubles">What the person must know of; none while all is well.</param>
public sealed record Self(PeerId PeerId, string Nickname, ImmutableArray<string> Addresses, ImmutableSortedSet<Trouble> Troubles)
{
    /// <summary>Whether the disk stores, as far as is known.</summary>
    public bool IsSaving => !Troubles.Contains(Trouble.NotSaving);

    /// <summary>Whether peers are told what the person has read. Who does not tell is not told.</summary>
    public bool SendsReceipts { get; init; } = true;

    /// <summary>Whether peers are told that the person is writing. Who does not tell is not told.</summary>
    public bool SendsTyping { get; init; } = true;

    /// <summary>Whether the local network is told that this machine is here, and by which name.</summary>
    public bool IsAnnounced { get; init; } = true;

    /// <summary>Whether machines of the local network show by themselves.</summary>
    public bool SeesNearby { get; init; } = true;

    /// <summary>Whether the person has neither gone through the first steps nor skipped them, and nothing was ever said here.</summary>
    public bool NeedsFirstSteps { get; init; }
}

/// <summary>What the person must know of, in kinds that the page has words for.</summary>
public enum Trouble
{
    /// <summary>The disk refuses to store: nothing is sent or acknowledged until it does again.</summary>
    NotSaving,

    /// <summary>The history was damaged: it was moved aside, and this one began empty.</summary>
    HistoryMovedAside,

    /// <summary>The system has no TLS 1.3 to serve with: there are plain chats only.</summary>
    NoSecureChats,
}
