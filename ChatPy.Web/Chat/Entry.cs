using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>
/// One record of an author's log, as it is kept. <see cref="Author"/>, <see cref="Epoch"/> and <see cref="Sequence"/> name it for ever.
/// </summary>
public sealed record Entry
{
    public required ConversationId Conversation { get; init; }

    /// <summary>Who wrote it. A plain peer has no key: its author is <see cref="Conversation.AuthorOf"/>.</summary>
    public required PeerId Author { get; init; }

    /// <summary>Random, made with the author's log; a log that was lost or rolled back goes on under a new one.</summary>
    public required Guid Epoch { get; init; }

    /// <summary>1, 2, 3… without gaps within an epoch.</summary>
    public required long Sequence { get; init; }

    /// <summary>UUIDv7, made with the draft: the same text sent twice by a double click is one entry.</summary>
    public required Guid Id { get; init; }

    public required LogClock Clock { get; init; }

    /// <summary>At most <see cref="ChatLimits.MaxTextBytes"/> of UTF-8.</summary>
    public required string Text { get; init; }

    /// <summary>What it has to do with another message. A kind from the future counts as <see cref="EntryKind.Text"/>.</summary>
    public EntryKind Kind { get; init; }

    /// <summary>The id of that message; empty for <see cref="EntryKind.Text"/>.</summary>
    public Guid Target { get; init; }

    /// <summary>Whether it stands in the conversation by itself. Otherwise it only changes how its target is shown.</summary>
    public bool IsMessage => Kind is not (EntryKind.Edit or EntryKind.Deletion or EntryKind.Reaction or EntryKind.ReactionGone);

    /// <summary>Whether its text was written letter by letter: who wrote it types no longer.</summary>
    public bool IsWritten => IsMessage || Kind == EntryKind.Edit;

    /// <summary>When it was committed on this machine's disk.</summary>
    public DateTimeOffset StoredAt { get; init; }

    /// <summary>When it was written to the session of the peer; only for my own entries.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When the peer said it is committed on its disk; only for my own entries.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the peer said that its person has seen it; only for my own entries.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When writing it to a plain peer failed: it will never be sent by itself.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>
    /// Position in the order in which entries came to this machine: 1, 2, 3… 0 before it is stored. What a saved file brought back counts as
    /// having been there before all that came, below 0: it is new to nobody.
    /// </summary>
    public long Arrival { get; init; }

    /// <summary>Where it stands in its conversation.</summary>
    public EntryOrder Order => new(Clock, Author, Sequence);
}

/// <summary>What an entry does; the numbers are those of the wire.</summary>
public enum EntryKind
{
    /// <summary>Says something.</summary>
    Text = 0,

    /// <summary>Says something in answer to the target.</summary>
    Reply = 1,

    /// <summary>Its text stands in place of that of the target, which is of the same author. The latest holds.</summary>
    Edit = 2,

    /// <summary>Takes the target, which is of the same author, off the screens. A later <see cref="Edit"/> brings it back.</summary>
    Deletion = 3,

    /// <summary>Its text is an emoji under the target.</summary>
    Reaction = 4,

    /// <summary>Takes that emoji away again.</summary>
    ReactionGone = 5,
}

/// <summary>What a person writes, before it is an <see cref="Entry"/>.</summary>
/// <param name="Id">UUIDv7: the same draft sent twice by a double click is one entry.</param>
/// <param name="Text">What it says.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Target">To which message; empty for <see cref="EntryKind.Text"/>.</param>
public sealed record Draft(Guid Id, string Text, EntryKind Kind = EntryKind.Text, Guid Target = default)
{
    /// <summary>What takes a message back. Its text is for peers that know no deletions.</summary>
    public static Draft Deletion(Guid target) => new(Guid.CreateVersion7(), "🗑️", EntryKind.Deletion, target);

    /// <summary>What gives a message another text.</summary>
    public static Draft Edit(Guid target, string text) => new(Guid.CreateVersion7(), text, EntryKind.Edit, target);

    /// <summary>What puts an emoji under a message, or takes it away.</summary>
    public static Draft Reaction(Guid target, string emoji, bool isOn) =>
        new(Guid.CreateVersion7(), emoji, isOn ? EntryKind.Reaction : EntryKind.ReactionGone, target);
}

/// <summary>The order of a conversation on the screen, the same on both sides.</summary>
public readonly record struct EntryOrder(LogClock Clock, PeerId Author, long Sequence) : IComparable<EntryOrder>
{
    /// <summary>After everything.</summary>
    public static readonly EntryOrder End = new(LogClock.Max, new PeerId([.. Enumerable.Repeat(byte.MaxValue, PeerId.Bytes)]), long.MaxValue);

    /// <inheritdoc/>
    public int CompareTo(EntryOrder other) => (Clock, Author, Sequence).CompareTo((other.Clock, other.Author, other.Sequence));
}
