using System.Collections.Immutable;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;

namespace ChatPy.Tests.Components.Messages;

public sealed class TimelineDayTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rows_OneAuthorWithinFiveMinutes_StandTogether()
    {
        TimelineDay day = Assert.Single(Of(Sample.Theirs(1, "a", s_noon), Sample.Theirs(2, "b", s_noon.AddMinutes(5))));

        Assert.Equal([(true, false), (false, true)], day.Rows.Select(row => (row.StartsGroup, row.EndsGroup)));
    }

    [Fact]
    public void Rows_AfterFiveMinutesOrAnotherAuthor_StandApart()
    {
        TimelineDay day = Assert.Single(Of(
            Sample.Theirs(1, "a", s_noon),
            Sample.Theirs(2, "b", s_noon.AddMinutes(5).AddSeconds(1)),
            Sample.Mine(3, "c", at: s_noon.AddMinutes(6))));

        Assert.All(day.Rows, row => Assert.True(row.StartsGroup && row.EndsGroup));
    }

    [Fact]
    public void Rows_NewSinceTheReaderLeft_StartWithTheDivider()
    {
        ImmutableArray<TimelineDay> days = TimelineDay.Of(
            [Sample.Theirs(1, "seen", s_noon), Sample.Mine(2, "mine", at: s_noon), Sample.Theirs(3, "new", s_noon), Sample.Theirs(4, "newer", s_noon)],
            seen: 1,
            TimeZoneInfo.Utc);

        Assert.Equal("new", Assert.Single(days[0].Rows, row => row.StartsNew).Message.Text);
    }

    [Fact]
    public void Days_ByTheMidnightOfThisMachine()
    {
        var tokyo = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(9), "test", "test");

        ImmutableArray<TimelineDay> days = TimelineDay.Of([Sample.Theirs(1, "a", s_noon), Sample.Theirs(2, "b", s_noon.AddHours(4))], null, tokyo);

        Assert.Equal([new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 11)], days.Select(day => day.Date));
    }

    [Fact]
    public void Days_ClocksThatRunBack_ComeOnceEach()
    {
        ImmutableArray<TimelineDay> days = Of(
            Sample.Theirs(1, "a", s_noon), Sample.Theirs(2, "b", s_noon.AddDays(1)), Sample.Theirs(3, "c", s_noon), Sample.Theirs(4, "d", s_noon.AddDays(1)));

        Assert.Equal(days.Select(day => day.Date).Distinct(), days.Select(day => day.Date));
        Assert.Equal(["a", "b", "c", "d"], days.SelectMany(day => day.Rows).Select(row => row.Message.Text));
    }

    [Fact]
    public void Days_TheEndOfTime_IsADayToo() =>
        Assert.Equal(9999, Assert.Single(TimelineDay.Of(
            [Sample.Theirs(1, "a", LogClock.Max.Time)], null, TimeZoneInfo.CreateCustomTimeZone("t", TimeSpan.FromHours(14), "t", "t"))).Date.Year);

    private static ImmutableArray<TimelineDay> Of(params Message[] messages) => TimelineDay.Of([.. messages], null, TimeZoneInfo.Utc);
}
