using ChatPy.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Answering, editing, deleting, reacting, searching and jumping, by mouse and by keyboard, in real pages.</summary>
[Trait("Category", "E2E")]
public sealed class ChangesTests(Browser browser)
{
    [Fact]
    public async Task AMessage_AnsweredReactedToEditedAndDeleted_ShowsItOnBothPages()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        (ChatPage lea, ChatPage tom) = (peers.LeasPage, peers.TomsPage);
        await lea.SendAsync("when?");
        await tom.UntilMessageAsync("when?", "in");

        await Row(tom, "when?").HoverAsync();
        await tom.Page.GetByTestId("message-actions").Locator("[data-action=reply]").ClickAsync();
        await Expect(tom.Page.GetByTestId("composer-about")).ToContainTextAsync("when?");
        await tom.SendAsync("at noon");
        await Expect(Row(lea, "at noon").GetByTestId("quote")).ToContainTextAsync("when?");

        await Row(lea, "at noon").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await lea.Page.GetByTestId("message-menu").Locator("[data-emoji='👍']").ClickAsync();
        await Expect(Row(tom, "at noon").GetByTestId("reaction")).ToHaveTextAsync("👍");
        await ReactByKeysAsync(tom, Row(tom, "at noon"));
        await Expect(Row(lea, "at noon").GetByTestId("reaction")).ToHaveTextAsync(["👍", "🚀"]);

        // An empty box and the arrow: the last message of mine.
        await lea.Composer.PressAsync("ArrowUp");
        await Expect(lea.Composer).ToHaveValueAsync("when?");
        await lea.SendAsync("when and where?");
        await Expect(Row(tom, "when and where?").First.GetByTestId("edited")).ToBeVisibleAsync();
        await Expect(Row(tom, "at noon").GetByTestId("quote")).ToContainTextAsync("when and where?");

        await Row(tom, "at noon").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await tom.Page.GetByTestId("message-menu").Locator("[data-action=delete]").ClickAsync();
        await Expect(lea.Page.GetByTestId("message-deleted")).ToBeVisibleAsync();
        await tom.Page.Locator(".mud-snackbar-action-button").ClickAsync();
        await lea.UntilMessageAsync("at noon", "in");

        Assert.Empty(lea.Errors);
        Assert.Empty(tom.Errors);
    }

    [Fact]
    public async Task AnEdit_GivenUp_BringsTheDraftBack_AlsoAfterAReload()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        ChatPage tom = one.Page;
        await tom.SendAsync("said");
        await tom.UntilDeliveredAsync("said");
        await tom.Composer.FillAsync("a draft");
        await Row(tom, "said").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await tom.Page.GetByTestId("message-menu").Locator("[data-action=edit]").ClickAsync();
        await Expect(tom.Composer).ToHaveValueAsync("said");

        await tom.ReloadAsync();
        await tom.OpenConversationAsync();
        await Expect(tom.Page.GetByTestId("composer-about")).ToBeVisibleAsync();
        await Expect(tom.Composer).ToHaveValueAsync("said");
        await tom.Composer.PressAsync("Escape");

        await Expect(tom.Composer).ToHaveValueAsync("a draft");
        await Expect(tom.Page.GetByTestId("composer-about")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task ASearch_FindsAMessageFarBack_AndOpensTheHistoryThere()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        ChatPage tom = one.Page;
        await tom.SendAsync("L’élève a trois robots");
        await tom.UntilDeliveredAsync("L’élève a trois robots");
        // More than a page keeps.
        for (int i = 0; i < 40; i++) { await one.SayAsync(string.Join('\n', Enumerable.Range(0, 12).Select(line => $"{i}.{line}"))); }
        await Row(tom, "39.11").WaitForAsync();
        await Expect(Row(tom, "élève")).Not.ToBeInViewportAsync();

        await tom.Page.GetByTestId("search").FillAsync("eleve robot");
        await Expect(tom.Page.GetByTestId("search-hit").Locator("mark")).ToHaveTextAsync(["élève", "robot"]);
        await tom.Page.GetByTestId("search").PressAsync("Enter");

        await Expect(Row(tom, "élève")).ToBeInViewportAsync();
        await tom.Page.GetByTestId("jump-to-end").ClickAsync();
        await Expect(Row(tom, "39.11")).ToBeInViewportAsync();
    }

    // Any emoji there is: the menu of the row, past the quick ones, a word. Esc gives the focus back to the row, and so does the choice.
    private static async Task ReactByKeysAsync(ChatPage page, ILocator row)
    {
        await page.UntilMessageKeysWorkAsync();
        await row.FocusAsync();
        foreach (bool isWanted in (bool[])[false, true])
        {
            await page.Page.Keyboard.PressAsync("Shift+F10");
            for (int i = 0; i < 6; i++) { await page.Page.Keyboard.PressAsync("ArrowRight"); }
            await page.Page.Keyboard.PressAsync("Enter");
            await Expect(page.Page.GetByTestId("emoji-search")).ToBeFocusedAsync();
            await page.Page.Keyboard.TypeAsync("rocket");
            await Expect(page.Page.GetByTestId("emoji-panel").Locator("[role=option]").First).ToHaveTextAsync("🚀");
            await page.Page.Keyboard.PressAsync(isWanted ? "Enter" : "Escape");
            await Expect(page.Page.GetByTestId("emoji-panel")).ToBeHiddenAsync();
            await Expect(row).ToBeFocusedAsync();
        }

        await Expect(page.Composer).ToHaveValueAsync("");
    }

    private static ILocator Row(ChatPage page, string text) =>
        page.Page.GetByTestId("message").Filter(new LocatorFilterOptions { Has = page.Page.GetByTestId("message-text").Filter(new LocatorFilterOptions { HasText = text }) });
}
