using ChatPy.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class PrintTests(Browser browser, RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task AConversation_PrintedFromADarkPage_IsBlackOnWhiteWithNames_AndWithoutWhatCannotBePressed()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        using PlainFriend lea = await PlainFriend.ConnectAsync(host.Process.Settings.PeerPort, "Léa", [.. Enumerable.Range(1, 60).Select(static i => $"ligne {i}")]);
        await page.OpenConversationAsync();
        await page.UntilMessageAsync("ligne 60", "in");
        await page.Page.EvaluateAsync("() => chatpyLook.choose('theme', 'dark')");

        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        foreach (string screenOnly in (string[])["nickname", "composer", "send", "accept", "conversation-menu"]) { await Expect(page.Page.GetByTestId(screenOnly)).ToBeHiddenAsync(); }
        await Expect(page.Find("ligne 1", "in").Locator(".bubble")).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        await Expect(page.Find("ligne 1", "in").GetByTestId("message-text")).ToHaveCSSAsync("color", "rgb(0, 0, 0)");
        Assert.Equal(
            ["\"Léa\"", "visible", "block"],
            await page.Messages.First.EvaluateAsync<string[]>("row => { const { content, visibility, display } = getComputedStyle(row, '::before'); return [content, visibility, display]; }"));
        // Nothing is cut off: the page is as long as what is on it.
        Assert.True(await page.Page.GetByTestId("timeline").EvaluateAsync<bool>("log => log.scrollHeight <= log.clientHeight && document.body.scrollHeight >= log.scrollHeight"));
    }
}
