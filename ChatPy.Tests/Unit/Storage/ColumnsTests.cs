using System.Globalization;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using CsCheck;

namespace ChatPy.Tests.Unit.Storage;

public sealed class ColumnsTests
{
    [Fact]
    public void Clock_FromTheFirstMomentToTheLast_SortsInTheDatabaseAsInTime()
    {
        // The top bit of a clock turns in the year 6429.
        string[] moments = ["1970-01-01", "2026-07-31", "6429-10-17", "6429-10-18", "6429-10-19", "9999-12-31"];
        LogClock[] clocks = [new(0), .. moments.Select(moment => LogClock.At(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture))), LogClock.Max];

        long[] columns = [.. clocks.Distinct().Select(clock => clock.ToColumn())];

        Assert.Equal(columns.Order(), columns);
        Assert.True(clocks[^1].Value > long.MaxValue, "the case this is about");
    }

    [Fact]
    public void Clock_AnyTwo_KeepTheirOrderAndComeBack() => Gen.Select(Gen.ULong, Gen.ULong).Sample((one, other) =>
    {
        Assert.Equal(one.CompareTo(other), new LogClock(one).ToColumn().CompareTo(new LogClock(other).ToColumn()));
        Assert.Equal(one, Columns.ToClock(new LogClock(one).ToColumn()).Value);
    });

    [Fact]
    public void Guid_MadeByTime_SortsByItsBytes()
    {
        var earlier = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(50));
        var later = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(51));

        Assert.True(earlier.ToColumn().AsSpan().SequenceCompareTo(later.ToColumn()) < 0);
        Assert.Equal(earlier, Columns.ToGuid(earlier.ToColumn()));
    }

    [Fact]
    public void Time_WithAnOffset_ComesBackAsTheSameInstant()
    {
        var time = new DateTimeOffset(2026, 7, 31, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);

        Assert.Equal(time, Columns.ToTime(time.ToColumn()));
    }
}
