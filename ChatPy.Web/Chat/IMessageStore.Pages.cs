using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <content>Messages as they are shown.</content>
public partial interface IMessageStore
{
    /// <summary>Up to <paramref name="count"/> messages of the conversation just before <paramref name="before"/>.</summary>
    Task<EntryPage> ReadBeforeAsync(ConversationId conversation, EntryOrder before, int count, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> messages of the conversation just after <paramref name="after"/>.</summary>
    Task<EntryPage> ReadAfterAsync(ConversationId conversation, EntryOrder after, int count, CancellationToken cancellationToken);

    /// <summary>The messages of these ids, as far as there are any.</summary>
    Task<EntryPage> ReadAsync(ConversationId conversation, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The first message after the read marker that <paramref name="reader"/> did not write; nothing if there is none.</summary>
    Task<Guid?> FindUnreadAsync(ConversationId conversation, PeerId reader, CancellationToken cancellationToken);

    /// <summary>The newest <paramref name="count"/> edits and deletions of a message by its author, oldest first. Those of others count for nothing.</summary>
    Task<IReadOnlyList<Entry>> ReadVersionsAsync(ConversationId conversation, Guid id, int count, CancellationToken cancellationToken);
}

/// <summary>Entries that stand in the conversation by themselves, and what it takes to show them.</summary>
/// <param name="Messages">In display order.</param>
/// <param name="Related">
/// What they quote, and the last word of each author on each of them and on what they quote: edit or deletion, and each emoji.
/// </param>
public sealed record EntryPage(IReadOnlyList<Entry> Messages, IReadOnlyList<Entry> Related)
{
    public static readonly EntryPage Empty = new([], []);

    /// <summary>The newest <paramref name="count"/> of them.</summary>
    public EntryPage TakeLast(int count) => this with { Messages = [.. Messages.TakeLast(count)] };
}
