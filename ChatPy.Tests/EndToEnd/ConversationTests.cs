using ChatPy.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class ConversationTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoPeople_ConnectedByAddress_ChatBothWays()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);

        await peers.LeasPage.SendAsync("Salut Tom, ça va ? 👋");
        await peers.TomsPage.UntilMessageAsync("Salut Tom, ça va ? 👋", "in");
        await peers.TomsPage.SendAsync("Très bien, <b>et toi</b> ?");
        await peers.LeasPage.UntilMessageAsync("Très bien, <b>et toi</b> ?", "in");

        await peers.LeasPage.UntilDeliveredAsync("Salut Tom, ça va ? 👋");
        await peers.TomsPage.UntilDeliveredAsync("Très bien, <b>et toi</b> ?");
        Assert.Equal(["Salut Tom, ça va ? 👋", "Très bien, <b>et toi</b> ?"], (await peers.LeasPage.ReadMessagesAsync()).Select(message => message.Text));
        Assert.Equal(["Salut Tom, ça va ? 👋", "Très bien, <b>et toi</b> ?"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
        Assert.Empty(peers.LeasPage.Errors);
        Assert.Empty(peers.TomsPage.Errors);
    }

    [Fact]
    public async Task ThePages_ThroughAWholeChat_AskNobodyButTheirOwnProcess()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        await peers.LeasPage.SendAsync("http://example.com/picture.png");
        await peers.TomsPage.UntilMessageAsync("http://example.com/picture.png", "in");

        foreach (ChatPage page in (ChatPage[])[peers.LeasPage, peers.TomsPage])
        {
            Assert.NotEmpty(page.Requests);
            Assert.Contains(page.Requests, static url => url.StartsWith("ws://", StringComparison.Ordinal));
            Assert.All(page.Requests, url => Assert.True(
                url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || new Uri(url).Authority == page.Address.Authority, url));
        }
    }

    [Fact]
    public async Task AProcess_Restarted_StillHasTheConversationAndGoesOn()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        await peers.LeasPage.SendAsync("before");
        await peers.TomsPage.UntilMessageAsync("before", "in");
        await peers.TomsPage.SendAsync("also before");
        await peers.LeasPage.UntilMessageAsync("also before", "in");

        await peers.RestartLeaAsync(process => process.StopAsync("INT", Cancellation));

        await peers.LeasPage.UntilMessageAsync("before", "out");
        await peers.LeasPage.UntilMessageAsync("also before", "in");
        await peers.LeasPage.UntilLinkAsync("secure");
        await peers.LeasPage.SendAsync("after");
        await peers.TomsPage.UntilMessageAsync("after", "in");
        Assert.Equal(["before", "also before", "after"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
    }

    [Fact]
    public async Task WhatIsSentWhileThePeerIsAway_Waits_AndGoesOutWhenItIsBack()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        await peers.LeasPage.SendAsync("first");
        await peers.TomsPage.UntilMessageAsync("first", "in");
        await peers.RestartTomAsync(async process =>
        {
            await process.StopAsync("TERM", Cancellation);
            await peers.LeasPage.UntilLinkAsync("offline");
            await peers.LeasPage.SendAsync("while you were away 1");
            await peers.LeasPage.SendAsync("while you were away 2");
            await peers.LeasPage.UntilMessageAsync("while you were away 1", "out", "queued");
            await peers.LeasPage.UntilMessageAsync("while you were away 2", "out", "queued");
        });

        await peers.TomsPage.UntilMessageAsync("while you were away 1", "in");
        await peers.TomsPage.UntilMessageAsync("while you were away 2", "in");
        await peers.LeasPage.UntilDeliveredAsync("while you were away 2");
        Assert.Equal(["first", "while you were away 1", "while you were away 2"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
    }

    [Fact]
    public async Task WhatIsSentWhileBothRestart_IsThereOnce()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        await peers.LeasPage.SendAsync("accept me");
        await peers.TomsPage.SendAsync("accepted");
        await peers.LeasPage.UntilMessageAsync("accepted", "in");
        await peers.RestartTomAsync(async tom =>
        {
            await tom.KillAsync();
            await peers.LeasPage.UntilLinkAsync("offline");   // before that it is on its way to a machine that no longer hears it
            await peers.LeasPage.SendAsync("unsent");
            await peers.LeasPage.UntilMessageAsync("unsent", "out", "queued");
            await peers.RestartLeaAsync(static lea => lea.KillAsync());
        });

        await peers.TomsPage.UntilMessageAsync("unsent", "in");
        await peers.LeasPage.UntilDeliveredAsync("unsent");
        Assert.Equal(3, (await peers.TomsPage.ReadMessagesAsync()).Count);
        Assert.Equal(3, (await peers.LeasPage.ReadMessagesAsync()).Count);
    }

    [Fact]
    public async Task AMessage_SentByADoubleClick_IsSentOnce()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);

        await peers.LeasPage.Composer.FillAsync("once");
        await peers.LeasPage.Page.GetByTestId("send").DblClickAsync();
        await peers.LeasPage.SendAsync("the end");

        await peers.TomsPage.UntilMessageAsync("the end", "in");
        await peers.LeasPage.UntilDeliveredAsync("the end");
        Assert.Equal(["once", "the end"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
        Assert.Equal(["once", "the end"], (await peers.LeasPage.ReadMessagesAsync()).Select(message => message.Text));
    }

    [Fact]
    public async Task TwoTabs_OfOneProcess_StayEqual()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        await using ChatPage otherTab = await peers.LeasPage.OpenTabAsync();
        await otherTab.OpenConversationAsync();

        await peers.LeasPage.SendAsync("from the first tab");
        await otherTab.UntilDeliveredAsync("from the first tab");
        await otherTab.SendAsync("from the second tab");
        await peers.LeasPage.UntilDeliveredAsync("from the second tab");
        await peers.TomsPage.SendAsync("to both");
        foreach (ChatPage tab in (ChatPage[])[peers.LeasPage, otherTab])
        {
            await tab.UntilMessageAsync("to both", "in");
            await tab.UntilMessageAsync("from the second tab", "out", "read");
        }

        Assert.Equal(await peers.LeasPage.ReadMessagesAsync(), await otherTab.ReadMessagesAsync());
    }

    [Fact]
    public async Task ThePage_InFrenchAndInEnglish_FollowsTheBrowser()
    {
        using var data = new TemporaryDirectory();
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(data.Path), Cancellation);
        await using ChatPage french = await ChatPage.OpenAsync(browser, process, "fr-FR");
        await using ChatPage english = await ChatPage.OpenAsync(browser, process, "en-GB");

        await Expect(french.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await Expect(english.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.NotEqual(await english.Page.GetByTestId("connect").InnerTextAsync(), await french.Page.GetByTestId("connect").InnerTextAsync());
        Assert.Empty(french.Errors);
        Assert.Empty(english.Errors);
    }

    [Fact]
    public async Task AProcess_WithPagesOpenAndAPeer_EndsSoonWhenAsked()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        await using ChatPage otherTab = await peers.LeasPage.OpenTabAsync();
        await peers.LeasPage.SendAsync("bye");
        await peers.LeasPage.UntilMessageAsync("bye", "out");

        (int exitCode, TimeSpan took) = await peers.Lea.StopAsync("INT", Cancellation);

        Assert.Equal(0, exitCode);
        Assert.True(took < TimeSpan.FromSeconds(3), $"It took {took}.");
        Assert.DoesNotContain("fail:", peers.Lea.Output);
        Assert.DoesNotContain("warn:", peers.Lea.Output);
    }
}
