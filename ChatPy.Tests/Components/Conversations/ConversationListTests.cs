using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Conversations;

namespace ChatPy.Tests.Components.Conversations;

public sealed class ConversationListTests : PageTest
{
    [Fact]
    public void List_SeveralConversations_ShowsARowEachWithItsHooks()
    {
        Conversation lea = Sample.Direct("Léa", Sample.Theirs(1, "salut")) with { Unread = 2 };
        Conversation script = Sample.Plain("10.0.0.3", Sample.Mine(2, "bonjour", MessageState.Unconfirmed));
        Conversation noe = Sample.Direct("Noé") with { Link = LinkState.Offline };
        Put(noe, script, lea);

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Equal(
            [(lea.Id.Value, "secure", "2"), (script.Id.Value, "plain", "0"), (noe.Id.Value, "offline", "0")],
            page.Hooks("conversation").Select(row => (
                row.GetAttribute("data-conversation-id")!, row.GetAttribute("data-link")!, row.GetAttribute("data-unread")!)));
        Assert.Equal(["salut", "You: bonjour", "No messages yet"], page.FindAll(".last").Select(line => line.TextContent));
    }

    [Fact]
    public void List_NoOneYet_SaysWhatToDo()
    {
        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Contains("enter their address, or give them yours", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void List_NoOneYetAndNobodyShowsByThemselves_PointsAtNothing()
    {
        Store.Apply(static snapshot => snapshot with { Self = snapshot.Self with { SeesNearby = false } });

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.DoesNotContain("shows above", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Enter the address of another machine", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_MessageArrivesAfterRender_IsShownWithoutReload()
    {
        Conversation lea = Sample.Direct("Léa");
        Put(lea);
        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        await PutElsewhereAsync(lea with { Unread = 1, Recent = [Sample.Theirs(1, "coucou")] });

        page.WaitForAssertion(() => Assert.Equal("coucou", page.Find(".last").TextContent));
        Assert.Equal("1", page.Hook("conversation").GetAttribute("data-unread"));
    }

    [Fact]
    public void Row_OfARequest_SaysSoUntilItIsDecidedAndCountsOnce()
    {
        Conversation ines = Sample.Direct("Inès", Sample.Theirs(1, "buy"), Sample.Theirs(2, "now")) with { Trust = Trust.Undecided, Unread = 2 };
        Put(ines);
        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Equal("Wants to chat", page.Hook("request").TextContent);
        Assert.DoesNotContain("now", page.Markup, StringComparison.Ordinal);
        Assert.Equal(1, ines.Attention);
        Assert.Equal(0, (ines with { Trust = Trust.Blocked }).Attention);

        Put(ines with { Trust = Trust.Accepted });
        page.WaitForAssertion(() => Assert.Equal("now", page.Find(".last").TextContent));
        Assert.Empty(page.Hooks("request"));
    }

    [Fact]
    public void List_OpenedConversation_IsMarkedAsCurrent()
    {
        Conversation lea = Sample.Direct("Léa");
        Put(Sample.Direct("Noé"), lea);

        IRenderedComponent<ConversationList> page = Render<ConversationList>(with => with.Add(list => list.Opened, lea.Id));

        Assert.Equal(["page", null], page.Hooks("conversation").Select(row => row.GetAttribute("aria-current")));
    }

    [Theory]
    [InlineData("en-GB", 1, "1 unread message")]
    [InlineData("en-GB", 2, "2 unread messages")]
    [InlineData("fr-FR", 1, "1 message non lu")]
    [InlineData("fr-FR", 2, "2 messages non lus")]
    public void Row_UnreadMessages_CountsThemInTheLanguageOfThePage(string culture, int unread, string expected)
    {
        Speak(culture);
        Put(Sample.Direct("Léa") with { Unread = unread });

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Contains(expected, page.Find(".badge").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", 0, "13:30")]
    [InlineData("fr-FR", 1, "Hier")]
    [InlineData("en-GB", 5, "05/03/2026")]
    public void Row_LastMessage_ShowsTimeOrDay(string culture, int daysAgo, string expected)
    {
        Speak(culture);
        Put(Sample.Direct("Léa", Sample.Theirs(1, "salut", Sample.Now.AddMinutes(-30).AddDays(-daysAgo))));

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Equal(expected, page.Find("time").TextContent);
    }

    [Fact]
    public async Task List_MidnightPasses_TodayBecomesYesterday()
    {
        Put(Sample.Direct("Léa", Sample.Theirs(1, "salut", Sample.Now)));
        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        await page.InvokeAsync(() => Time.Advance(TimeSpan.FromHours(11)));

        page.WaitForAssertion(() => Assert.Equal("Yesterday", page.Find("time").TextContent));
    }

    [Fact]
    public async Task List_Disposed_LeavesNoWatcher()
    {
        Render<ConversationList>();
        Assert.Equal(1, Store.Watchers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Store.Watchers);
    }
}
