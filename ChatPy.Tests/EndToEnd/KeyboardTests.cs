using ChatPy.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Everything that the sheet of shortcuts promises, by real keys in a real browser.</summary>
[Trait("Category", "E2E")]
public sealed class KeyboardTests(Browser browser, KeyboardTests.Friends friends) : IClassFixture<KeyboardTests.Friends>
{
    [Fact]
    public async Task Palette_NameTypedWithoutAccents_OpensTheConversation()
    {
        await using ChatPage page = await OpenAsync();

        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.GetByTestId("palette-input").FillAsync("eleve");
        await Expect(Chosen(page)).ToHaveAttributeAsync("data-name", "Élève");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator(".head h1")).ToHaveTextAsync("Élève");
        await Expect(page.Page.GetByTestId("palette")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Palette_ArrowsAndEscape_ChooseAndGiveTheFocusBack()
    {
        await using ChatPage page = await OpenAsync();
        await page.Page.GetByTestId("nickname").FocusAsync();
        await page.Page.Keyboard.PressAsync("Control+k");
        ILocator box = page.Page.GetByTestId("palette-input");
        await Expect(box).ToBeFocusedAsync();
        await Expect(page.Page.GetByTestId("palette-option").First).ToBeVisibleAsync();

        string? first = await box.GetAttributeAsync("aria-activedescendant");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(box).Not.ToHaveAttributeAsync("aria-activedescendant", first!);
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(box).ToHaveAttributeAsync("aria-activedescendant", first!);

        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByTestId("nickname")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Palette_AnAddress_IsDialledAndSaysWhyInVain()
    {
        await using ChatPage page = await OpenAsync();

        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.GetByTestId("palette-input").FillAsync("127.0.0.1:1");
        await Expect(page.Page.GetByTestId("palette-connect")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.GetByTestId("palette-failure")).ToContainTextAsync("127.0.0.1:1");
    }

    [Fact]
    public async Task ARequest_Accepted_LeavesTheFocusWhereTheAnswerIsWritten()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();

        await one.Page.Page.GetByTestId("accept").PressAsync("Enter");

        await Expect(one.Page.Page.GetByTestId("first-contact")).ToHaveCountAsync(0);
        await Expect(one.Page.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task ARequest_BlockedAndUnblocked_LeavesTheFocusOnWhatCanBeDoneNext()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();

        await one.Page.Page.GetByTestId("block").PressAsync("Enter");
        await Expect(one.Page.Page.GetByTestId("unblock")).ToBeFocusedAsync();

        await one.Page.Page.Keyboard.PressAsync("Enter");
        await Expect(one.Page.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task AltArrows_WalkTheConversations_AndWithShiftOnlyTheUnread()
    {
        await using ChatPage page = await OpenAsync();
        string[] names = [.. await page.Conversations.Locator(".title").AllInnerTextsAsync()];

        await page.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(Title(page)).ToHaveTextAsync(names[0]);
        await page.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(Title(page)).ToHaveTextAsync(names[1]);
        await page.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(Title(page)).ToHaveTextAsync(names[0]);

        foreach (string name in (string[])["Léa", "Élève", "Zoé"])
        {
            await OpenConversationAsync(page, name);
            await Expect(page.Page.GetByTestId("timeline")).ToHaveAttributeAsync("data-unseen", "0");   // read
        }

        await friends.Lea.SayAsync("un nouveau message");
        await Expect(page.Page.Locator("[data-testid=conversation]:has-text('Léa'):not([data-unread='0'])")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Alt+Shift+ArrowDown");
        await Expect(Title(page)).ToHaveTextAsync("Léa");
    }

    [Fact]
    public async Task QuestionMark_OutsideOfTextBoxes_OpensTheSheet_AndInsideIsALetter()
    {
        await using ChatPage page = await OpenAsync();
        await OpenConversationAsync(page, "Léa");

        await page.Composer.PressSequentiallyAsync("?");
        await Expect(page.Composer).ToHaveValueAsync("?");
        await Expect(page.Page.GetByTestId("shortcuts")).ToBeHiddenAsync();

        await page.Page.Keyboard.PressAsync("Shift+Tab");   // to the timeline
        await page.Page.Keyboard.PressAsync("?");
        await Expect(page.Page.GetByTestId("shortcuts")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByTestId("shortcuts")).ToBeHiddenAsync();

        await page.Composer.FocusAsync();
        await page.Page.Keyboard.PressAsync("Control+/");
        await Expect(page.Page.GetByTestId("shortcuts")).ToBeVisibleAsync();
        await page.Page.GetByTestId("close-shortcuts").ClickAsync();
        await Expect(page.Composer).ToBeFocusedAsync();
        await Expect(page.Composer).ToHaveValueAsync("?");
        await page.Composer.FillAsync("");
    }

    [Fact]
    public async Task CtrlF6_GoesRoundTheParts_BothWays()
    {
        await using ChatPage page = await OpenAsync();
        await OpenConversationAsync(page, "Léa");
        string[] round = [".conversations", ".head", ".log", ".composer", ".conversations"];
        await page.Page.Locator("[data-testid=conversation][aria-current=page]").FocusAsync();

        foreach (string part in round[1..])
        {
            await page.Page.Keyboard.PressAsync("Control+F6");
            await Expect(page.Page.Locator($"{part} :focus")).ToHaveCountAsync(1);
        }

        foreach (string part in round[..^1].Reverse())
        {
            await page.Page.Keyboard.PressAsync("Control+Shift+F6");
            await Expect(page.Page.Locator($"{part} :focus")).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task Timeline_IsOneTabStop_AndTheArrowsWalkItsRows()
    {
        await using ChatPage page = await OpenAsync();
        await OpenConversationAsync(page, "Zoé");
        ILocator rows = page.Messages;
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(page.Page.Locator(".log [tabindex='0']")).ToHaveCountAsync(1);

        await page.Composer.FocusAsync();
        await page.Page.Keyboard.PressAsync("Shift+Tab");
        while (await page.Page.Locator(".log :focus").CountAsync() == 0) { await page.Page.Keyboard.PressAsync("Shift+Tab"); }   // past the request
        await Expect(rows.Nth(2)).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Home");
        await Expect(rows.Nth(0)).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("End");
        await Expect(rows.Nth(2)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Timeline_EnterOnARow_GoesToItsButtonsAndEscapeComesBack_AndTabGoesToTheComposer()
    {
        await using ChatPage page = await OpenAsync();
        await OpenConversationAsync(page, "Léa");
        await page.SendAsync("avec un bouton");
        await page.UntilMessageAsync("avec un bouton", "out", "unconfirmed");
        await Expect(page.Page.GetByTestId("first-contact")).ToHaveCountAsync(0);
        ILocator row = page.Find("avec un bouton", "out");
        await page.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(row).ToBeFocusedAsync();

        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(row.Locator("button").First).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(row).ToBeFocusedAsync();
        await Expect(page.Page.Locator(".log [tabindex='0']")).ToHaveCountAsync(1);
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task SkipLink_IsTheFirstStop_AndLeadsToTheMessages()
    {
        await using ChatPage page = await OpenAsync();
        await OpenConversationAsync(page, "Léa");
        await page.Page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Page.GetByTestId("skip").FocusAsync();
        await Expect(page.Page.GetByTestId("skip")).ToBeInViewportAsync();

        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator(".log :focus")).ToHaveCountAsync(1);
    }

    private static ILocator Title(ChatPage page) => page.Page.Locator(".head h1");

    private static ILocator Chosen(ChatPage page) => page.Page.Locator("[role=option][aria-selected=true]");

    private static async Task OpenConversationAsync(ChatPage page, string name)
    {
        await page.Page.Locator($"[data-testid=conversation]:has-text('{name}')").ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync(name);
        await page.UntilWritableAsync();
    }

    private async Task<ChatPage> OpenAsync()
    {
        ChatPage page = await ChatPage.OpenAsync(browser, friends.Process);
        await Expect(page.Conversations).ToHaveCountAsync(3);
        await ChatPage.UntilKeysWorkAsync(page.Page);
        return page;
    }

    /// <summary>A ChatPy to which three programs are connected.</summary>
    public sealed class Friends : IAsyncLifetime
    {
        private readonly RunningHost _host = new();
        private readonly List<PlainFriend> _friends = [];

        internal ChatPyProcess Process => _host.Process;

        internal PlainFriend Lea => _friends[1];

        public async ValueTask InitializeAsync()
        {
            await _host.InitializeAsync();
            int port = Process.Settings.PeerPort;
            _friends.Add(await PlainFriend.ConnectAsync(port, "Zoé", "un", "deux", "trois"));
            _friends.Add(await PlainFriend.ConnectAsync(port, "Léa", "salut"));
            _friends.Add(await PlainFriend.ConnectAsync(port, "Élève", "bonjour"));
        }

        public async ValueTask DisposeAsync()
        {
            _friends.ForEach(static friend => friend.Dispose());
            await _host.DisposeAsync();
        }
    }
}
