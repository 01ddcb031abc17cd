using System.Collections.Immutable;

namespace ChatPy.Web.Chat;

/// <summary>How far a message has come. The order is the order of progress.</summary>
public enum MessageState
{
    /// <summary>On this machine's disk; goes out when the peer is there.</summary>
    Queued,

    /// <summary>Written to the peer's session.</summary>
    Sent,

    /// <summary>Committed on the peer's disk.</summary>
    Delivered,

    /// <summary>Seen by the person there.</summary>
    Read,

    /// <summary>Could not be written to a plain peer; only a person sends it again.</summary>
    Failed,

    /// <summary>Written to a plain peer, which can confirm nothing.</summary>
    Unconfirmed,
}

/// <summary>What people see of an <see cref="Entry"/>.</summary>
/// <param name="Id">The entry's id, the key of its row.</param>
/// <param name="Order">Where it stands in the conversation.</param>
/// <param name="Arrival">Position in the order of arrival on this machine: what "read up to here" counts in.</param>
/// <param name="IsMine">Whether I wrote it.</param>
/// <param name="Text">As written; show it as text, never as markup.</param>
/// <param name="WrittenAt">The time of day its author's clock showed.</param>
/// <param name="State">How far it has come; <see cref="MessageState.Delivered"/> for what came in.</param>
public sealed record Message(Guid Id, EntryOrder Order, long Arrival, bool IsMine, string Text, DateTimeOffset WrittenAt, MessageState State)
{
    /// <summary>Whether its state still follows what becomes of my log: not if it failed, nor if a saved file brought it back.</summary>
    internal bool GoesOut => IsMine && Arrival >= 0 && State != MessageState.Failed;

    /// <summary>What it answers, if it does.</summary>
    public Quote? Quote { get; init; }

    /// <summary>When its author last changed what it says; nothing if it says what it first said.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Whether its author took it back: <see cref="Text"/> is empty then.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The emoji under it, the first one first.</summary>
    public ImmutableArray<Reaction> Reactions { get; init; } = [];
}

/// <summary>What a message answers.</summary>
/// <param name="Target">The id of that message.</param>
/// <param name="IsMine">Whether I wrote it.</param>
/// <param name="Text">The beginning of what it says now; nothing if it was deleted or is not here.</param>
public sealed record Quote(Guid Target, bool IsMine, string? Text);

/// <summary>An emoji under a message.</summary>
/// <param name="Emoji">One character as people count them; show it as text.</param>
/// <param name="Count">How many people put it there.</param>
/// <param name="IsMine">Whether I am one of them.</param>
public sealed record Reaction(string Emoji, int Count, bool IsMine);
