using System.Text.Json;
using ChatPy.Tests.Integration.Chat;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>How a page that nobody looks at asks for attention. Léa writes; Tom's page lies open at the list.</summary>
[Trait("Category", "E2E")]
public sealed class AttentionTests(Browser browser) : IAsyncLifetime
{
    private static readonly PageWaitForFunctionOptions s_patience = new() { Timeout = 60_000, PollingInterval = 50 };   // not at each frame: a tab that is not in front draws none
    private readonly TemporaryDirectory _data = new();
    private OnePage _one = null!;

    private ChatPage Tom => _one.Page;

    private IPage Page => Tom.Page;

    public async ValueTask InitializeAsync()
    {
        _one = await OnePage.StartAsync(browser, "fr-FR", PrepareAsync);
        await UntilLeaderAsync(Page);
        await _one.AcceptAsync();
        await Expect(Icon).Not.ToHaveAttributeAsync("data-count", "1");   // that Léa wants to chat is counted and told, too
        await Page.EvaluateAsync("() => { notes.length = 0; }");
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Message_WhileTheListIsInSight_IsCountedAndShownAndTheClickOpensIt()
    {
        await _one.SayAsync("coucou Tom");

        Assert.Equal(new Note("Léa", "coucou Tom", false), (await UntilNotesAsync(Page, 1))[0]);
        await Expect(Page).ToHaveTitleAsync("(1) ChatPy");
        await Expect(Icon).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^data:image/png"));

        await Page.EvaluateAsync("() => notes[0].onclick()");

        await Expect(Tom.Composer).ToBeVisibleAsync();
        await Tom.UntilMessageAsync("coucou Tom", "in");
        await Expect(Page).ToHaveTitleAsync("ChatPy");
        await Expect(Icon).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("svg$"));
        Assert.True((await NotesAsync(Page))[0].IsClosed);
        Assert.Empty(Tom.Errors);
    }

    [Fact]
    public async Task SomebodyNew_IsCountedOnceUntilOpened_AndToldWithoutTheirWords()
    {
        await using ChatNode ines = await ChatNode.StartAsync(_data.Path, "Inès");
        ConversationId there = (await ines.Chat.ConnectAsync(_one.Tom.Address, cancellationToken: TestContext.Current.CancellationToken)).Conversation!.Value;
        Assert.Equal(new Note("Inès", "Veut discuter", false), (await UntilNotesAsync(Page, 1))[0]);
        await Expect(Page).ToHaveTitleAsync("(1) ChatPy");

        for (int i = 0; i < 2; i++) { Assert.Equal(SendResult.Stored, await ines.SayAsync(there, "buy now")); }

        await Expect(Tom.Conversations.First).ToHaveAttributeAsync("data-unread", "2");
        await Expect(Page).ToHaveTitleAsync("(1) ChatPy");
        await Expect(Tom.Conversations.First.GetByTestId("request")).ToHaveTextAsync("Veut discuter");
        await Tom.OpenConversationAsync();
        await Expect(Page).ToHaveTitleAsync("ChatPy");
        await Expect(Tom.Conversations.First.GetByTestId("request")).ToBeVisibleAsync();
        Assert.Single(await NotesAsync(Page));
    }

    [Fact]
    public async Task Message_BeforeTheReadersEyes_IsNeverCounted_AndOneThatComesUnseenIs()
    {
        await _one.TalkAsync();
        await ReadAsync("the first, which shows that the page says what is in sight");
        await Expect(Icon).Not.ToHaveAttributeAsync("data-count", "1");   // it may have come before that, and the picture follows the count a little later
        await Page.EvaluateAsync(
            """
            () => {
                window.counts = [];
                const look = () => counts.push(document.title, document.querySelector('[data-testid=conversation]').dataset.unread, document.querySelector('link[rel=icon]').dataset.count);
                new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            }
            """);
        for (int i = 0; i < 3; i++) { await ReadAsync($"look {i}"); }

        Assert.DoesNotContain("(", await Page.EvaluateAsync<string>("() => counts.join(' ')"), StringComparison.Ordinal);
        Assert.DoesNotContain("1", await Page.EvaluateAsync<string>("() => counts.join(' ')"), StringComparison.Ordinal);

        await HideAsync(Page);
        await _one.SayAsync("nobody looks");

        await Expect(Page).ToHaveTitleAsync("(1) ChatPy");
        Assert.Equal("nobody looks", Assert.Single(await UntilNotesAsync(Page, 1)).Body);

        async Task ReadAsync(string text)
        {
            await _one.SayAsync(text);
            await Tom.UntilMessageAsync(text, "in");
            await Expect(Page.GetByTestId("timeline")).ToHaveAttributeAsync("data-unseen", "0");
        }
    }

    [Fact]
    public async Task Message_WithItsTextHidden_SaysOnlyWho()
    {
        await WishAsync("{ hideText: true }");

        await _one.SayAsync("un secret");

        Assert.Equal(new Note("Nouveau message de Léa", "", false), (await UntilNotesAsync(Page, 1))[0]);
    }

    [Fact]
    public async Task Message_OfAMutedConversation_IsNeitherCountedNorShown()
    {
        await ChooseAsync("mute");
        await Expect(Tom.Conversations.First).ToHaveAttributeAsync("data-muted", "true");
        await _one.SayAsync("one");
        await Expect(Tom.Conversations.First).ToHaveAttributeAsync("data-unread", "1");
        await Expect(Page).ToHaveTitleAsync("ChatPy");

        await ChooseAsync("mute");
        await Expect(Tom.Conversations.First).ToHaveAttributeAsync("data-muted", "false");
        await _one.SayAsync("two");

        Assert.Equal("two", Assert.Single(await UntilNotesAsync(Page, 1)).Body);
        await Expect(Page).ToHaveTitleAsync("(2) ChatPy");
    }

    [Fact]
    public async Task Message_InQuietHours_IsOnlyCounted()
    {
        await WishAsync("(() => { const at = hours => new Date(Date.now() + hours * 3600000).toTimeString().slice(0, 5); return { quietFrom: at(-1), quietTo: at(1) }; })()");
        await _one.SayAsync("hush");
        await Expect(Icon).ToHaveAttributeAsync("data-count", "1");   // it has come to the script, which decides with it

        await WishAsync("{ quietFrom: '', quietTo: '' }");
        await _one.SayAsync("now");

        Assert.Equal("now", Assert.Single(await UntilNotesAsync(Page, 1)).Body);
    }

    [Fact]
    public async Task Message_WithTwoTabs_IsShownByOneAndByTheOtherWhenThatOneIsGone()
    {
        await using ChatPage other = await Tom.OpenTabAsync();
        await _one.SayAsync("one");
        await UntilNotesAsync(Page, 1);
        await Expect(other.Page).ToHaveTitleAsync("(1) ChatPy");
        await _one.SayAsync("two");
        await UntilNotesAsync(Page, 2);
        await Expect(other.Page).ToHaveTitleAsync("(2) ChatPy");
        Assert.Empty(await NotesAsync(other.Page));
        await UntilLocksAsync(other.Page, "pending.length === 1");

        await Page.CloseAsync();
        await UntilLeaderAsync(other.Page);
        await _one.SayAsync("three");

        Assert.Equal("three", Assert.Single(await UntilNotesAsync(other.Page, 1)).Body);
    }

    [Fact]
    public async Task Message_OfTheConversationInSightInAnotherTab_IsNotShown()
    {
        await using ChatPage other = await Tom.OpenTabAsync();
        await other.OpenConversationAsync();
        await _one.SayAsync("seen there");
        await other.UntilMessageAsync("seen there", "in");

        // Hidden, that tab does not count, as soon as the others know.
        await HideAsync(other.Page);
        await UntilLocksAsync(Page, "!held.some(lock => lock.name.startsWith('chatpy.open.'))");
        await _one.SayAsync("seen nowhere");

        Assert.Equal("seen nowhere", Assert.Single(await UntilNotesAsync(Page, 1)).Body);
    }

    [Fact]
    public async Task Offer_ComesAfterAGestureAndAsksTheBrowserOnlyWhenTaken()
    {
        await using ChatPage asked = await ChatPage.OpenAsync(browser, _one.Tom, "en-GB", static window => window.AddInitScriptAsync(
            "window.asked = 0; window.Notification = class { static permission = 'default'; static async requestPermission() { window.asked++; return this.permission = 'granted'; } };"));
        await Expect(asked.Conversations).ToHaveCountAsync(1);
        await Expect(asked.Page.GetByTestId("notification-offer")).ToHaveCountAsync(0);

        // A gesture before the script is there does not count; the next one does.
        while (await asked.Page.GetByTestId("notification-offer").CountAsync() == 0) { await asked.Page.Keyboard.PressAsync("Tab"); }

        Assert.Equal(0, await asked.Page.EvaluateAsync<int>("() => window.asked"));
        await asked.Page.GetByTestId("notification-on").ClickAsync();

        await Expect(asked.Page.GetByTestId("notification-offer")).ToHaveCountAsync(0);
        Assert.Equal(1, await asked.Page.EvaluateAsync<int>("() => window.asked"));
        Assert.True(await asked.Page.EvaluateAsync<bool>("() => JSON.parse(localStorage.getItem('chatpy.attention')).notify"));
    }

    [Fact]
    public async Task Settings_WhatIsChosen_IsKeptAndShownInEveryTab()
    {
        await using ChatPage other = await Tom.OpenTabAsync();
        foreach (ChatPage page in (ChatPage[])[Tom, other]) { await page.Page.GotoAsync(new Uri(page.Address, "settings").AbsoluteUri); }

        await Expect(Page.GetByTestId("attention-notify")).ToBeCheckedAsync();

        await Page.GetByTestId("attention-hide").CheckAsync();
        await Page.GetByTestId("attention-sound").CheckAsync();
        await Page.GetByTestId("attention-quiet").CheckAsync();
        await Page.GetByTestId("attention-from").FillAsync("22:30");

        await Expect(other.Page.GetByTestId("attention-hide")).ToBeCheckedAsync();
        await Expect(other.Page.GetByTestId("attention-sound")).ToBeCheckedAsync();
        await Expect(other.Page.GetByTestId("attention-from")).ToHaveValueAsync("22:30");
        Assert.Equal(
            """{"sound":true,"hideText":true,"quietFrom":"22:30","quietTo":"07:00"}""",
            await Page.EvaluateAsync<string>("() => localStorage.getItem('chatpy.attention')"));
    }

    private ILocator Icon => Page.Locator("link[rel=icon]");

    /// <summary>The browser may notify, and the page writes down what it shows.</summary>
    private static async Task PrepareAsync(IBrowserContext window)
    {
        await window.GrantPermissionsAsync(["notifications"]);
        await window.AddInitScriptAsync(
            """
            window.notes = [];
            window.Notification = class extends Notification {
                constructor(title, options) { super(title, options); this.shown = { title, body: options.body, isClosed: false }; notes.push(this); }
                close() { this.shown.isClosed = true; super.close(); }
            };
            """);
    }

    private async Task WishAsync(string wishes) => await Page.EvaluateAsync($"() => localStorage.setItem('chatpy.attention', JSON.stringify({wishes}))");

    private static async Task HideAsync(IPage page) => await page.EvaluateAsync(
        "() => { Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }); document.dispatchEvent(new Event('visibilitychange')); }");

    private async Task ChooseAsync(string choice)
    {
        await Tom.Conversations.First.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await Page.GetByTestId($"list-{choice}").ClickAsync();
    }

    private static Task UntilLeaderAsync(IPage page) => UntilLocksAsync(page, "held.some(lock => lock.name === 'chatpy.attention') && pending.length === 0");

    // Not by WaitForFunction, which takes the promise that an asynchronous condition returns for its being true.
    private static async Task UntilLocksAsync(IPage page, string condition) => await page.EvaluateAsync(
        $$"""
        async () => {
            const isTrue = ({ held, pending }) => {{condition}};
            const end = performance.now() + 60_000;
            while (!isTrue(await navigator.locks.query())) {
                if (performance.now() > end) { throw new Error(`In vain: ${isTrue}`); }
                await new Promise(resolve => { setTimeout(resolve, 20); });
            }
        }
        """);

    private static async Task<IReadOnlyList<Note>> UntilNotesAsync(IPage page, int count)
    {
        await page.WaitForFunctionAsync("count => notes.length >= count", count, s_patience);
        return await NotesAsync(page);
    }

    private static async Task<IReadOnlyList<Note>> NotesAsync(IPage page) =>
        (await page.EvaluateAsync<JsonElement>("() => notes.map(note => note.shown)")).Deserialize<Note[]>(JsonSerializerOptions.Web)!;

    private sealed record Note(string Title, string Body, bool IsClosed);
}
