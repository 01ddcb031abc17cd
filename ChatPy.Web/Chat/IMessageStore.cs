using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>
/// What the chat needs kept. Every task that changes something completes after the commit has reached the disk (fsync), and fails with
/// <see cref="StorageException"/> when it has not: then nothing may be acknowledged or shown.
/// </summary>
public partial interface IMessageStore
{
    /// <summary>Everything needed to show the list: conversations with their newest messages, and what was set.</summary>
    Task<StoredChat> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Creates the conversation or replaces its stored properties; its entries stay.</summary>
    Task SaveConversationAsync(StoredConversation conversation, CancellationToken cancellationToken);

    /// <summary>Keeps a named value, <c>nickname</c> for one.</summary>
    Task SaveSettingAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>
    /// Appends to a log that is written on this machine: mine, or that of a plain peer. Epoch, sequence and clock are given in the
    /// transaction that stores the entry. An id that is already there returns the stored entry.
    /// </summary>
    Task<Entry> AppendAsync(ConversationId conversation, PeerId author, Draft draft, CancellationToken cancellationToken);

    /// <summary>
    /// Takes an entry that never reached a plain peer out of the log, and appends its text as a new one in the same transaction. Nothing if
    /// there is no such entry any more: it was sent again already.
    /// </summary>
    Task<Entry?> ResendAsync(ConversationId conversation, PeerId author, Guid failed, Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Stores entries of another author's log, each if it is the next one. They are of one conversation, author and epoch, and in order:
    /// what arrived together is one write.
    /// </summary>
    /// <param name="entries">What arrived, one or more.</param>
    /// <param name="cancellationToken">Gives it up while it waits.</param>
    /// <param name="placed">
    /// Told what is about to be stored, in its place and on its way to the disk. It may still fail to get there. Called by the writer, who waits for it.
    /// </param>
    Task<ReceiveResult> ReceiveAsync(IReadOnlyList<Entry> entries, CancellationToken cancellationToken, Action<IReadOnlyList<Entry>>? placed = null);

    /// <summary>How far this machine has an author's log. No log yet: an empty epoch and 0.</summary>
    Task<LogPosition> GetPositionAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a new epoch of my log, because the peer has more of the old one than this machine does: what is stored and was not
    /// delivered is numbered again from 1.
    /// </summary>
    Task<LogPosition> StartEpochAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> entries of the log's present epoch after <paramref name="sequence"/>, in order.</summary>
    Task<IReadOnlyList<Entry>> ReadLogAsync(ConversationId conversation, PeerId author, long sequence, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down that entries of my log, from any not so marked up to <paramref name="sequence"/>, came to <paramref name="reached"/> now.
    /// </summary>
    Task MarkAsync(ConversationId conversation, PeerId author, Guid epoch, long sequence, DeliveryStep reached, CancellationToken cancellationToken);

    /// <summary>Moves the read marker forward; never back. Returns how many entries of others came in after it.</summary>
    Task<int> MarkReadAsync(ConversationId conversation, PeerId reader, long arrival, CancellationToken cancellationToken);

    /// <summary>How far the person here has read the author's present log. No log yet: an empty epoch and 0.</summary>
    Task<LogPosition> GetReadPositionAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken);

    /// <summary>One entry as it is kept, if it is.</summary>
    Task<Entry?> FindAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken);
}

/// <summary>A step of a message's way that is kept with its time.</summary>
public enum DeliveryStep
{
    /// <summary>Written to the peer's connection.</summary>
    Sent = 0,

    /// <summary>Committed on the peer's disk.</summary>
    Delivered = 1,

    /// <summary>Could not be written to a plain peer; marks the one entry only.</summary>
    Failed = 2,

    /// <summary>Seen by the person there.</summary>
    Read = 3,
}

/// <summary>What became of entries that arrived.</summary>
/// <param name="Outcome">Of the last of them: stored, known already, or not the next one.</param>
/// <param name="HighWater">How far the log is stored now, in their epoch.</param>
/// <param name="Stored">Those that were stored, as kept.</param>
public sealed record ReceiveResult(ReceiveOutcome Outcome, long HighWater, IReadOnlyList<Entry> Stored);

/// <summary>What became of an entry that arrived.</summary>
public enum ReceiveOutcome
{
    /// <summary>It was the next one and is on disk.</summary>
    Stored,

    /// <summary>It is on disk since earlier: acknowledge again.</summary>
    Duplicate,

    /// <summary>Entries before it are missing: the peer broke the protocol.</summary>
    Gap,

    /// <summary>Another entry has its number, and it is not on disk: it must not be acknowledged, or it is lost.</summary>
    Conflict,
}

/// <summary>How far a log goes: its present epoch and last sequence number.</summary>
/// <param name="Epoch">Empty if there is no log yet.</param>
/// <param name="Sequence">0 if there is no entry.</param>
/// <param name="Delivered">How far the peer has it, for my own log.</param>
public sealed record LogPosition(Guid Epoch, long Sequence, long Delivered);

/// <summary>The stored properties of a conversation.</summary>
public sealed record StoredConversation
{
    public required ConversationId Id { get; init; }

    public required ConversationKind Kind { get; init; }

    public required string Title { get; init; }

    public PeerId? Peer { get; init; }

    /// <summary>Where the peer was last reached, or was dialled; what redialling uses.</summary>
    public string? Address { get; init; }

    public Trust Trust { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a session with the peer began or ended last.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>How the person here has arranged it.</summary>
    public Arrangement Arrangement { get; init; } = new();
}

/// <summary>A conversation with what the list shows of it.</summary>
/// <param name="Properties">As saved.</param>
/// <param name="Recent">The newest <see cref="ChatLimits.RecentMessages"/> entries in display order.</param>
/// <param name="HasOlder">Whether there are more.</param>
/// <param name="Unread">Entries of others after the read marker.</param>
/// <param name="ReadUpTo">The read marker.</param>
public sealed record StoredHistory(StoredConversation Properties, EntryPage Recent, bool HasOlder, int Unread, long ReadUpTo)
{
    /// <summary>What has become of the conversation's logs that the person was told and has not dismissed.</summary>
    public IReadOnlyList<Setback> Setbacks { get; init; } = [];

    /// <summary>When its history is to be deleted; never, unless the person wants it.</summary>
    public DateTimeOffset? DeleteAt { get; init; }
}

/// <summary>Everything the store knows at start.</summary>
/// <param name="Conversations">In no order.</param>
/// <param name="Settings">What was kept by name.</param>
/// <param name="MovedAside">Where a damaged history was put when this one was opened; nothing if it was sound.</param>
public sealed record StoredChat(IReadOnlyList<StoredHistory> Conversations, IReadOnlyDictionary<string, string> Settings, string? MovedAside = null);

/// <summary>The store could not do what was asked: the disk is full, or broken, or the database is.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
