namespace ChatPy.Web.Chat;

/// <summary>
/// A hybrid logical clock: 48 bits of Unix milliseconds, 16 bits of counter. It gives the order of a conversation, the same on both
/// sides, and never runs behind anything its writer had seen. docs/protocol.md §4; Kulkarni et al., "Logical Physical Clocks", 2014.
/// </summary>
public readonly record struct LogClock(ulong Value) : IComparable<LogClock>
{
    private const int CounterBits = 16;

    /// <summary>The last moment a log may name: the end of the year 9999.</summary>
    public static readonly LogClock Max = new(((ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() << CounterBits) | 0xFFFF);

    /// <summary>The time of day this clock shows.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)(Value >> CounterBits));

    /// <summary>Which reading it is of those within its millisecond, the first being 0.</summary>
    public ushort Counter => (ushort)Value;

    /// <summary>The first reading at <paramref name="now"/>.</summary>
    public static LogClock At(DateTimeOffset now) => new((ulong)Math.Max(0, now.ToUnixTimeMilliseconds()) << CounterBits);

    /// <summary>The next reading for a writer who has seen this one: now, or one past it if the clock of this machine lags behind.</summary>
    public LogClock Next(DateTimeOffset now)
    {
        ulong wall = At(now).Value;
        // At the very end of time readings repeat, and the author and the sequence number alone give the order.
        return wall > Value ? new LogClock(wall) : new LogClock(Math.Min(Value + 1, Max.Value));
    }

    /// <inheritdoc/>
    public int CompareTo(LogClock other) => Value.CompareTo(other.Value);
}
