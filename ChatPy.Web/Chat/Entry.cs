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

    /// <summary>Position in the order in which entries came to this machine: 1, 2, 3… 0 before it is stored.</summary>
    public long Arrival { get; init; }

    /// <summary>Where it stands in its conversation.</summary>
    public EntryOrder Order => new(Clock, Author, Sequence);
}

/// <summary>The order of a conversation on the screen, the same on both sides.</summary>
public readonly record struct EntryOrder(LogClock Clock, PeerId Author, long Sequence) : IComparable<EntryOrder>
{
    /// <inheritdoc/>
    public int CompareTo(EntryOrder other) => (Clock, Author, Sequence).CompareTo((other.Clock, other.Author, other.Sequence));
}
