using System.Globalization;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Chat;

public sealed class SearchParserTests
{
    private static readonly Conversation s_lea = Sample.Direct("Léa");

    private static readonly ChatSnapshot s_known = ChatSnapshot.Empty with
    {
        Self = ChatSnapshot.Empty.Self with { PeerId = Sample.Me, Nickname = "Tom" },
        Conversations = [s_lea, Sample.Plain("10.0.0.3")],
    };

    [Theory]
    [InlineData("red robot", "red|robot")]
    [InlineData("\"red robot\" club", "red robot|club")]
    [InlineData("\"never closed", "never closed")]
    [InlineData("12:30", "12:30")]
    [InlineData("http://example.org", "http://example.org")]
    [InlineData("note:this", "note:this")]
    [InlineData("before:never", "before:never")]
    [InlineData("has:nothing", "has:nothing")]
    [InlineData("--- ??", "")]
    public void Parse_Words_AreWords(string text, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Parse(text).Terms);

    [Theory]
    [InlineData("from:lea")]
    [InlineData("de:Léa")]
    [InlineData("FROM:lé")]
    public void Parse_From_IsWhoeverHasThatName(string text) => Assert.Equal([s_lea.Peer!.Value], Parse(text).Authors!);

    [Theory]
    [InlineData("from:me")]
    [InlineData("de:moi")]
    [InlineData("from:tom")]
    public void Parse_FromMe_IsMe(string text) => Assert.Equal([Sample.Me], Parse(text).Authors!);

    [Fact]
    public void Parse_FromNobody_FindsNothingRatherThanEverything()
    {
        SearchQuery query = Parse("from:zoe robot");

        Assert.Empty(query.Authors!);
        Assert.False(query.IsEmpty);
    }

    [Theory]
    [InlineData("before:2026-05-01", "en-US")]
    [InlineData("avant:01/05/2026", "fr-FR")]
    [InlineData("before:5/1/2026", "en-US")]
    public void Parse_Date_IsThatDaysMidnightHere(string text, string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), Parse(text).Before);
    }

    [Fact]
    public void Parse_DateBeforeAllTime_IsAWord()
    {
        SearchQuery query = SearchParser.Parse("before:0001-01-01", s_known, TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(1), null, null));

        Assert.Equal((null, "before:0001-01-01"), (query.Before, Assert.Single(query.Terms)));
    }

    [Theory]
    [InlineData("has:link", true, false)]
    [InlineData("avec:lien", true, false)]
    [InlineData("has:code", false, true)]
    public void Parse_Has_Filters(string text, bool link, bool code) => Assert.Equal((link, code), (Parse(text).HasLink, Parse(text).HasCode));

    [Fact]
    public void Parse_Nothing_IsEmpty() => Assert.True(Parse("   ").IsEmpty);

    private static SearchQuery Parse(string text) => SearchParser.Parse(text, s_known, TimeZoneInfo.Utc);
}
