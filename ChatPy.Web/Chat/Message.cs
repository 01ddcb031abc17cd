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
public sealed record Message(Guid Id, EntryOrder Order, long Arrival, bool IsMine, string Text, DateTimeOffset WrittenAt, MessageState State);
