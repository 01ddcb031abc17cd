namespace ChatPy.Web.Chat;

/// <summary>The way of one message, with the time of each step that it has come to, and what it said before.</summary>
/// <param name="WrittenAt">The time of day its log gives it.</param>
/// <param name="StoredAt">On this machine's disk.</param>
/// <param name="SentAt">Written to the peer's connection.</param>
/// <param name="DeliveredAt">The peer said it is on its disk.</param>
/// <param name="ReadAt">The peer said its person has seen it.</param>
/// <param name="FailedAt">Could not be written to a plain peer.</param>
public sealed record MessageDetails(
    DateTimeOffset WrittenAt, DateTimeOffset StoredAt, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReadAt, DateTimeOffset? FailedAt)
{
    /// <summary>Whether I wrote it: only then are there steps after it was stored.</summary>
    public bool IsMine { get; init; }

    /// <summary>What it said, the first text first; one unless it was edited, none once it is deleted.</summary>
    public IReadOnlyList<MessageVersion> Versions { get; init; } = [];
}

/// <summary>What a message said at a time.</summary>
/// <param name="At">From when on.</param>
/// <param name="Text">The text.</param>
public sealed record MessageVersion(DateTimeOffset At, string Text);
