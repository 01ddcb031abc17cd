using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Chat;

public sealed class LogClockTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 15, 9, 26, 535, TimeSpan.Zero);

    [Fact]
    public void Next_ClockAdvances_ShowsTheTimeOfDay() => Assert.Equal(s_now, new LogClock(0).Next(s_now).Time);

    [Fact]
    public void Next_ClockStandsStill_Counts()
    {
        LogClock first = LogClock.At(s_now);
        LogClock second = first.Next(s_now);

        Assert.Equal(first.Value + 1, second.Value);
        Assert.Equal(s_now, second.Time);
    }

    [Fact]
    public void Next_ClockWentBackTenYears_StaysAheadOfWhatWasSeen()
    {
        LogClock seen = LogClock.At(s_now);

        Assert.True(seen.Next(s_now.AddYears(-10)).CompareTo(seen) > 0);
    }

    [Fact]
    public void Next_AfterTheYear9999_NeverPassesTheEnd()
    {
        Assert.Equal(LogClock.Max, LogClock.Max.Next(s_now));
        Assert.Equal(9999, LogClock.Max.Time.Year);
    }

    [Fact]
    public void At_BeforeTheEpoch_IsItsBeginning() => Assert.Equal(0UL, LogClock.At(DateTimeOffset.UnixEpoch.AddYears(-5)).Value);
}
