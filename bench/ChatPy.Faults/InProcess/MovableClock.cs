namespace ChatPy.Faults.InProcess;

/// <summary>The machine's clock, set wrong and set again in mid chat. Only the time of day: timers run as ever.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _offset;

    /// <summary>Shows the true time plus <paramref name="offset"/>, from now on.</summary>
    public void Set(TimeSpan offset) => Interlocked.Exchange(ref _offset, offset.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset truth = base.GetUtcNow();
        long offset = Interlocked.Read(ref _offset);
        return offset > (DateTimeOffset.MaxValue - truth).Ticks ? DateTimeOffset.MaxValue : truth.AddTicks(Math.Max(offset, -truth.Ticks));
    }
}
