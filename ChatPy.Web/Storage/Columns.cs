using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <summary>How values stand in the database, and back.</summary>
internal static class Columns
{
    // SQLite's integers are signed and clocks are not: from the year 6429 on they would sort before all others. Turning the top bit
    // over keeps the order of all 64 bits.
    private const ulong TopBit = 1UL << 63;

    public static long ToColumn(this LogClock clock) => unchecked((long)(clock.Value ^ TopBit));

    public static long ToColumn(this DateTimeOffset time) => time.UtcTicks;

    // Big-endian, so that UUIDv7 made one after the other lie beside each other in the index.
    public static byte[] ToColumn(this Guid id) => id.ToByteArray(bigEndian: true);

    public static byte[] ToColumn(this ConversationId id) => id.ToByteArray();

    public static byte[] ToColumn(this PeerId id) => id.ToByteArray();

    public static byte[]? TargetColumn(this Entry entry) => entry.Target == Guid.Empty ? null : entry.Target.ToColumn();

    public static LogClock ToClock(long column) => new(unchecked((ulong)column) ^ TopBit);

    public static DateTimeOffset ToTime(long column) => new(column, TimeSpan.Zero);

    public static DateTimeOffset? ToTime(long? column) => column is { } ticks ? ToTime(ticks) : null;

    public static Guid ToGuid(byte[] column) => new(column, bigEndian: true);
}
