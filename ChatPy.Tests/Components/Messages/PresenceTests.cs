using System.Globalization;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Conversations;
using ChatPy.Web.Components.Layout;
using ChatPy.Web.Components.Messages;

namespace ChatPy.Tests.Components.Messages;

public sealed class PresenceTests : PageTest
{
    private static readonly Conversation s_lea = Sample.Direct("Léa");

    public static TheoryData<string, bool, string, string> EveryPresence { get; } = new()
    {
        { "Secure", false, "online", "Online" },
        { "Secure", true, "away", "Away" },
        { "Offline", false, "offline", "Offline" },
    };

    [Theory]
    [MemberData(nameof(EveryPresence))]
    public void Presence_OfEachKind_IsSaidInTheHeadAndInTheList(string link, bool isAway, string state, string words)
    {
        Conversation lea = s_lea with { Link = Enum.Parse<LinkState>(link), IsAway = isAway };
        IRenderedComponent<ConversationHeader> head = Open(lea);
        IRenderedComponent<ConversationList> list = Render<ConversationList>();

        Assert.Equal((state, words), (head.Hook("presence").GetAttribute("data-state"), head.Hook("presence").TextContent.Trim()));
        Assert.Equal(state, list.Hook("presence").GetAttribute("data-state"));
        Assert.Contains(words, list.Hook("conversation").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_MessagesComeAndGoTheirWay_IsNotDrawnAgain()
    {
        IRenderedComponent<ConversationHeader> head = Open(s_lea);
        IRenderedComponent<ConversationList> list = Render<ConversationList>();
        int drawn = head.RenderCount;

        await PutElsewhereAsync(s_lea.Add(Sample.Mine(1, "salut")).Advance(1, MessageState.Delivered).Add(Sample.Theirs(2, "coucou")) with { ChangesBehind = 1 });

        list.WaitForAssertion(() => Assert.Equal("coucou", list.Find(".last").TextContent));
        Assert.Equal(drawn, head.RenderCount);
    }

    [Fact]
    public void Presence_OfAPlainPeer_IsNotKnown()
    {
        Assert.Empty(Open(Sample.Plain("10.0.0.3")).Hooks("presence"));
        Assert.Empty(Render<ConversationList>().Hooks("presence"));
    }

    [Theory]
    [InlineData("en-GB", 0, "Last seen just now")]
    [InlineData("en-GB", 1, "Last seen 1 minute ago")]
    [InlineData("en-GB", 10, "Last seen 10 minutes ago")]
    [InlineData("en-GB", 125, "Last seen 2 hours ago")]
    [InlineData("en-GB", 20 * 60, "Last seen yesterday at 18:00")]
    [InlineData("en-GB", 7 * 24 * 60, "Last seen on 03/03/2026")]
    [InlineData("fr-FR", 10, "Vu il y a 10 minutes")]
    [InlineData("fr-FR", 20 * 60, "Vu hier à 18:00")]
    public void LastSeen_IsSaidAsPeopleSayIt(string culture, int minutes, string words)
    {
        Speak(culture);

        Assert.Equal(words, Open(s_lea with { Link = LinkState.Offline, LastSeen = Sample.Now.AddMinutes(-minutes) }).Hook("presence").TextContent.Trim());
    }

    [Fact]
    public async Task LastSeen_WhileThePageIsOpen_Ages()
    {
        IRenderedComponent<ConversationHeader> head = Open(s_lea with { Link = LinkState.Offline, LastSeen = Sample.Now.AddMinutes(-1) });

        await head.InvokeAsync(() => Time.Advance(TimeSpan.FromMinutes(1)));

        head.WaitForAssertion(() => Assert.Equal("Last seen 2 minutes ago", head.Hook("presence").TextContent.Trim()));
    }

    [Fact]
    public async Task Typing_IsSaidInTheHeadAndInTheListUntilItIsOver()
    {
        IRenderedComponent<ConversationHeader> head = Open(s_lea);
        IRenderedComponent<ConversationList> list = Render<ConversationList>();
        Assert.Empty(head.Hooks("typing"));

        await PutElsewhereAsync(s_lea with { IsTyping = true });
        head.WaitForAssertion(() => Assert.Equal("Léa is typing…", head.Hook("typing").TextContent));
        list.WaitForAssertion(() => Assert.Contains("is typing…", list.Hook("conversation").TextContent, StringComparison.Ordinal));

        await PutElsewhereAsync(s_lea);
        head.WaitForAssertion(() => Assert.Empty(head.Hooks("typing")));
    }

    [Fact]
    public async Task Composer_PersonTypes_IsToldToTheChat()
    {
        IRenderedComponent<Composer> composer = Render<Composer>(with => with.Add(box => box.Conversation, s_lea.Id).Add(box => box.Title, "Léa"));

        await composer.Instance.TypingAsync(true);
        await composer.Instance.TypingAsync(false);

        Assert.Equal([$"typing {s_lea.Id} True", $"typing {s_lea.Id} False"], Chat.Calls);
    }

    [Fact]
    public async Task Visit_Closed_IsNoLongerInSight()
    {
        IRenderedComponent<Visit> visit = Render<Visit>();
        visit.Instance.Report(isInSight: true);

        await DisposeComponentsAsync();

        Assert.Equal([true, false], Attendance.Reports);
    }

    [Fact]
    public void Switches_AreOnAtFirst_AndTurnOff()
    {
        IRenderedComponent<PrivacySwitches> page = Render<PrivacySwitches>();
        Assert.All(page.FindAll("[role='switch']"), knob => Assert.True(knob.HasAttribute("checked")));

        page.Hook("send-receipts").Change(false);
        page.Hook("send-typing").Change(false);
        page.Hook("announce").Change(false);

        Assert.Equal(["receipts False", "typing False", "announce False"], Chat.Calls);
        Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { SendsReceipts = false } });
        page.WaitForAssertion(() => Assert.False(page.Hook("send-receipts").HasAttribute("checked")));
    }

    [Theory]
    [InlineData("en-GB", "you do not see theirs either", "you do not see when others are typing either")]
    [InlineData("fr-FR", "tu ne vois plus les leurs non plus", "tu ne vois plus non plus quand les autres écrivent")]
    public void Switches_SayWhatIsFair(string culture, string receipts, string typing)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

        IRenderedComponent<PrivacySwitches> page = Render<PrivacySwitches>();

        Assert.Contains(receipts, page.Find("#send-receipts-help").TextContent, StringComparison.Ordinal);
        Assert.Contains(typing, page.Find("#send-typing-help").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<ConversationHeader> Open(Conversation conversation)
    {
        Put(conversation);
        return Render<ConversationHeader>(with => with.Add(head => head.Conversation, conversation.Id));
    }
}
