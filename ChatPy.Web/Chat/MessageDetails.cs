namespace ChatPy.Web.Chat;

/// <summary>The way of one message of mine, with the time of each step that it has come to.</summary>
/// <param name="WrittenAt">The time of day its log gives it.</param>
/// <param name="StoredAt">On this machine's disk.</param>
/// <param name="SentAt">Written to the peer's connection.</param>
/// <param name="DeliveredAt">The peer said it is on its disk.</param>
/// <param name="ReadAt">The peer said its person has seen it.</param>
/// <param name="FailedAt">Could not be written to a plain peer.</param>
public sealed record MessageDetails(
    DateTimeOffset WrittenAt, DateTimeOffset StoredAt, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReadAt, DateTimeOffset? FailedAt);
