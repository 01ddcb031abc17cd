using ChatPy.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class FirstRunTests(Browser browser)
{
    [Fact]
    public async Task AFirstStart_ThroughItsThreeSteps_EndsInAConversationWithTheEcho_AndIsNeverShownAgain()
    {
        using var data = new TemporaryDirectory();
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(data.Path), TestContext.Current.CancellationToken);
        await using ChatPage page = await ChatPage.OpenAsync(browser, process);
        await Expect(page.Page.GetByTestId("first-steps")).ToHaveAttributeAsync("data-step", "1");

        await page.Page.GetByTestId("first-name").FillAsync("Zoé");
        await page.Page.GetByTestId("first-next").ClickAsync();
        await Expect(page.Page.GetByTestId("nickname")).ToHaveValueAsync("Zoé");
        await page.Page.Locator("[data-language=fr]").ClickAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await Expect(page.Page.GetByTestId("first-steps")).ToHaveAttributeAsync("data-step", "2");
        await page.Page.GetByTestId("first-next").ClickAsync();
        await page.Page.GetByTestId("try-echo").ClickAsync();

        await page.UntilLinkAsync("plain");
        await Expect(page.Page.Locator(".head h1")).ToHaveTextAsync("Écho (pour essayer)");
        await Expect(page.Messages).ToHaveCountAsync(1);
        await page.SendAsync("salut");
        await Expect(page.Messages).ToHaveCountAsync(3);

        await page.ReloadAsync();
        await Expect(page.Page.Locator(".welcome")).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("first-steps")).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task AFirstStart_ByKeys_KeepsTheFocusAndLeavesNoStepBehind()
    {
        using var data = new TemporaryDirectory();
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(data.Path), TestContext.Current.CancellationToken);
        await using ChatPage page = await ChatPage.OpenAsync(browser, process);
        await Expect(page.Page.GetByTestId("first-name")).ToBeFocusedAsync();

        foreach (string step in (string[])["2", "3"])
        {
            await page.Page.GetByTestId("first-next").PressAsync("Enter");
            await Expect(page.Page.GetByTestId("first-steps")).ToHaveAttributeAsync("data-step", step);
            await Expect(page.Page.Locator("#first-title")).ToBeFocusedAsync();
        }

        await page.Page.GetByTestId("first-done").PressAsync("Enter");
        await Expect(page.Page.Locator(".welcome")).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("peer-address")).ToBeFocusedAsync();

        await page.Page.EvaluateAsync("() => history.back()");
        await page.Page.WaitForFunctionAsync("() => navigation.currentEntry.index === 1 && location.search === ''");
        await Expect(page.Page.Locator(".welcome")).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task AFirstStart_OnAPhone_HidesNothingOfTheList()
    {
        using var data = new TemporaryDirectory();
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(data.Path), TestContext.Current.CancellationToken);
        await using ChatPage page = await ChatPage.OpenAsync(browser, process);
        await page.Page.SetViewportSizeAsync(390, 844);

        await Expect(page.Page.GetByTestId("first-steps")).ToBeVisibleAsync();
        Assert.Equal("invalid", await page.DialInVainAsync("not an address"));

        await page.Page.GetByTestId("first-skip").ClickAsync();
        await Expect(page.Page.GetByTestId("first-steps")).ToHaveCountAsync(0);
        await Expect(page.Page.GetByTestId("peer-address")).ToBeInViewportAsync();
    }
}
