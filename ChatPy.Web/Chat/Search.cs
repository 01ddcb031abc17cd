using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>What is looked for, taken apart. Words match from their beginning, whatever their case and accents.</summary>
/// <param name="Terms">Words or phrases; all must be there.</param>
public sealed record SearchQuery(IReadOnlyList<string> Terms)
{
    /// <summary>One conversation, or all.</summary>
    public ConversationId? Within { get; init; }

    /// <summary>Only what one of them wrote; an empty list finds nothing.</summary>
    public IReadOnlyList<PeerId>? Authors { get; init; }

    /// <summary>Written at or after this.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Written before this.</summary>
    public DateTimeOffset? Before { get; init; }

    public bool HasLink { get; init; }

    public bool HasCode { get; init; }

    /// <summary>Whether there is anything to look for.</summary>
    public bool IsEmpty => Terms.Count == 0 && Authors is null && After is null && Before is null && !HasLink && !HasCode;
}

/// <summary>A message that matches.</summary>
public sealed record SearchMatch(ConversationId Conversation, Guid Id, long Arrival);

/// <summary>What was found, newest first.</summary>
/// <param name="Matches">No more than were asked for.</param>
/// <param name="IsComplete">False while a long history is still being indexed: the newest messages may be missing.</param>
public sealed record SearchResult(IReadOnlyList<SearchMatch> Matches, bool IsComplete);

/// <summary>A message that was found, as it is now.</summary>
public sealed record SearchHit(ConversationId Conversation, Message Message);

/// <summary>A page of what was found.</summary>
/// <param name="Hits">Newest first.</param>
/// <param name="Terms">The words to mark in them.</param>
/// <param name="HasMore">Whether there are older ones.</param>
/// <param name="IsComplete">See <see cref="SearchResult"/>.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, IReadOnlyList<string> Terms, bool HasMore, bool IsComplete)
{
    public static readonly SearchPage Empty = new([], [], false, true);
}
