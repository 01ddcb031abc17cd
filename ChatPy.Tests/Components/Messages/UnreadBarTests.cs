using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;

namespace ChatPy.Tests.Components.Messages;

/// <summary>What the bar says; whether it is in the way is up to the script.</summary>
public sealed class UnreadBarTests : PageTest
{
    private static readonly Message s_read = Sample.Theirs(1, "salut", Sample.Now.AddDays(-9));

    [Theory]
    [InlineData("en-GB", 0, 1, "1 unread since 14:00")]
    [InlineData("en-GB", 0, 2, "2 unread since 14:00")]
    [InlineData("en-GB", 1, 2, "2 unread since yesterday at 14:00")]
    [InlineData("en-GB", 3, 2, "2 unread since 07/03/2026")]
    [InlineData("fr-FR", 0, 1, "1 non lu depuis 14:00")]
    [InlineData("fr-FR", 1, 2, "2 non lus depuis hier à 14:00")]
    [InlineData("fr-FR", 3, 2, "2 non lus depuis le 07/03/2026")]
    public void Bar_WithNewMessages_SaysHowManySinceWhen(string culture, int daysAgo, int count, string expected)
    {
        Speak(culture);

        IRenderedComponent<Timeline> page = Open(count, [s_read, .. New(count, Sample.Now.AddDays(-daysAgo))]);

        Assert.Equal(expected, page.Hook("unread-bar").FirstElementChild!.TextContent);
    }

    /// <summary>It would come and go with each message of a conversation that was opened with new ones.</summary>
    [Fact]
    public async Task Bar_OfWhatComesBeforeTheReadersEyes_IsNotThere()
    {
        Message[] messages = [s_read, .. New(2, Sample.Now)];
        IRenderedComponent<Timeline> page = Open(2, messages);
        page.Hook("unread-bar");

        await page.InvokeAsync(() => page.Instance.Away(false));
        page.WaitForAssertion(() => Assert.Empty(page.Hooks("unread-bar")));

        Put(Lea([.. messages, Sample.Theirs(4, "encore", Sample.Now)]) with { Unread = 3, ReadUpTo = 1 });
        page.WaitForAssertion(() => Assert.Equal(4, page.Hooks("message").Count));
        Assert.Empty(page.Hooks("unread-bar"));
    }

    [Fact]
    public void Bar_WithNothingNew_IsNotThere() => Assert.Empty(Open(0, [s_read]).Hooks("unread-bar"));

    [Fact]
    public async Task MarkAsRead_ReadsAll_AndTheDividerGoesUntilSomethingElseComes()
    {
        Message[] messages = [s_read, .. New(2, Sample.Now)];
        IRenderedComponent<Timeline> page = Open(2, messages);
        page.Hook("new-divider");

        await page.InvokeAsync(() => page.Hook("unread-read").Click());
        Assert.Equal([$"read {Lea(messages).Id} 3"], Chat.Calls);
        Assert.Empty(page.Hooks("new-divider"));

        Put(Lea(messages) with { ReadUpTo = 3 });
        page.WaitForAssertion(() => Assert.Empty(page.Hooks("unread-bar")));
        Put(Lea([.. messages, Sample.Theirs(4, "encore", Sample.Now)]) with { Unread = 1, ReadUpTo = 3 });
        page.WaitForAssertion(() => Assert.Equal("encore", page.Hook("new-divider").NextElementSibling!.QuerySelector(".text")!.TextContent));
    }

    [Fact]
    public async Task FirstNewMessage_FurtherBackThanThePage_IsCountedAndFetchedWhenAskedFor()
    {
        Message first = Sample.Theirs(2, "the first new one", Sample.Now.AddDays(-2));
        IRenderedComponent<Timeline> page = Open(150, [.. New(3, Sample.Now, from: 150)], hasOlder: true);
        Assert.Equal("150 unread messages", page.Hook("unread-bar").FirstElementChild!.TextContent);

        Chat.OnFindUnread = () => first.Id;
        Chat.OnFind = _ => first;
        Chat.OnReadOlder = (_, _) => [s_read];
        Chat.OnReadNewer = (_, asked) => [.. New(asked, Sample.Now.AddDays(-1), from: 3)];
        await page.InvokeAsync(page.Instance.FindNewAsync);

        Assert.Equal("the first new one", page.Hook("new-divider").NextElementSibling!.QuerySelector(".text")!.TextContent);
        Assert.Equal("150 unread since 08/03/2026", page.Hook("unread-bar").FirstElementChild!.TextContent);
    }

    private static Conversation Lea(Message[] messages) => Sample.Direct("Léa", messages);

    private static IEnumerable<Message> New(int count, DateTimeOffset at, int from = 2) =>
        Enumerable.Range(from, count).Select(number => Sample.Theirs(number, $"new {number}", at.AddSeconds(number)));

    private IRenderedComponent<Timeline> Open(int unread, Message[] messages, bool hasOlder = false)
    {
        Conversation lea = Lea(messages) with { Unread = unread, ReadUpTo = 1, HasOlder = hasOlder };
        Put(lea);
        return Render<Timeline>(with => with.Add(timeline => timeline.Conversation, lea.Id));
    }
}
