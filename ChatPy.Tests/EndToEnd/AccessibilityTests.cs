using ChatPy.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>axe finds nothing to complain of, of any level, in any view, in both languages and both themes; and no view asks anybody else for anything.</summary>
[Trait("Category", "E2E")]
public sealed class AccessibilityTests(AccessibilityViews views) : IClassFixture<AccessibilityViews>
{
    private static readonly AxeRunOptions s_everything = new();

    // The other theme is other colours, and nothing else.
    private static readonly AxeRunOptions s_colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    public static TheoryData<string> Views { get; } = [.. AccessibilityViews.All.Keys];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_InBothLanguagesAndThemes_HasNoViolation(string view)
    {
        List<string> violations = [];
        foreach (string language in AccessibilityViews.Languages)
        {
            IPage page = await AccessibilityViews.All[view](views, language);
            foreach (string theme in (string[])["light", "dark"])
            {
                await page.EvaluateAsync("theme => chatpyLook.choose('theme', theme)", theme);
#pragma warning disable CS0618   // the newer way opens a page of its own for each run, for the sake of frames, of which there are none
                AxeResult found = await page.Locator("html").RunAxeLegacy(theme == "light" ? s_everything : s_colours);
#pragma warning restore CS0618
                violations.AddRange(
                    from violation in found.Violations
                    from node in violation.Nodes
                    select $"{language} {theme}: {violation.Id} ({violation.Impact}): {node.Html}");
            }
        }

        Assert.Empty(violations);
    }

    [Fact]
    public async Task Views_AskNobodyButTheirOwnProcess()
    {
        foreach (Func<AccessibilityViews, string, Task<IPage>> open in AccessibilityViews.All.Values) { await open(views, "fr-FR"); }

        Assert.All(views.Pages, page => Assert.NotEmpty(page.Requests));
        Assert.All(views.Pages, page => Assert.All(page.Requests, url => Assert.True(
            url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || new Uri(url).Authority == page.Address.Authority, url)));
        Assert.All(views.Pages, page => Assert.Empty(page.Errors));
    }
}

/// <summary>Three processes: Léa's, who chats; Tom's, whom she has just asked; and one that nobody has begun to use. A page of each in both languages.</summary>
public sealed class AccessibilityViews(Browser browser) : IAsyncLifetime
{
    public static readonly string[] Languages = ["en-GB", "fr-FR"];

    internal static Dictionary<string, Func<AccessibilityViews, string, Task<IPage>>> All { get; } = new()
    {
        ["first step: name"] = static (views, language) => views.OpenAsync("new", language, "", "[data-testid=first-name]"),
        ["first step: look"] = static (views, language) => views.OpenAsync("new", language, "?step=2", "[data-testid=first-steps] [data-testid=theme]"),
        ["first step: connect"] = static (views, language) => views.OpenAsync("new", language, "?step=3", "[data-testid=first-done]"),
        ["list and welcome"] = static (views, language) => views.OpenAsync("Léa", language, "", ".welcome"),
        ["conversation with a ChatPy"] = static (views, language) => views.OpenAsync("Léa", language, $"c/{views._direct}", "[data-testid=message]"),
        ["conversation with a program"] = static (views, language) => views.OpenAsync("Léa", language, $"c/{views._plain}", "[data-testid=message]"),
        ["first contact"] = static (views, language) => views.OpenAsync("Tom", language, $"c/{views._direct}", "[data-testid=first-contact]"),
        ["settings"] = static (views, language) => views.OpenAsync("Léa", language, "settings", "[data-testid=about]"),
        ["unknown conversation"] = static (views, language) => views.OpenAsync("Léa", language, "c/00", ".unknown"),
        ["palette"] = static async (views, language) =>
        {
            IPage page = await views.OpenAsync("Léa", language, "", ".welcome");
            await page.Keyboard.PressAsync("Control+k");
            await Expect(page.GetByTestId("palette-option").First).ToBeVisibleAsync();
            return page;
        },
        ["shortcuts"] = static async (views, language) =>
        {
            IPage page = await views.OpenAsync("Léa", language, "", ".welcome");
            await page.Keyboard.PressAsync("Control+/");
            await Expect(page.GetByTestId("shortcuts")).ToBeVisibleAsync();
            return page;
        },
        ["message details"] = static async (views, language) =>
        {
            IPage page = await views.OpenAsync("Léa", language, $"c/{views._direct}", "[data-testid=message]");
            await page.GetByTestId("show-details").First.ClickAsync();
            await Expect(page.GetByTestId("message-details")).ToBeVisibleAsync();
            return page;
        },
        ["menu of a message"] = static async (views, language) =>
        {
            IPage page = await views.OpenAsync("Léa", language, $"c/{views._direct}", "[data-testid=message]");
            await page.GetByTestId("message").First.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
            await Expect(page.GetByTestId("message-menu")).ToBeVisibleAsync();
            return page;
        },
        ["preview and emoji"] = static async (views, language) =>
        {
            IPage page = await views.OpenAsync("Léa", language, $"c/{views._direct}", "[data-testid=composer]:not([readonly])");
            await page.GetByTestId("composer").FillAsync("**du** `code` et [un lien](http://example.com)");
            await page.GetByTestId("composer-preview-toggle").ClickAsync();
            await Expect(page.GetByTestId("composer-preview").Locator("strong")).ToBeVisibleAsync();
            await page.GetByTestId("emoji-open").ClickAsync();
            await page.GetByTestId("emoji-search").FillAsync("cat");   // two thousand buttons would be looked at one by one
            await Expect(page.GetByTestId("emoji-panel").GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
            return page;
        },
        ["address as a QR code"] = static async (views, language) =>
        {
            IPage page = await views.OpenAsync("Léa", language, "", ".welcome");
            await page.GetByTestId("show-qr").First.ClickAsync();
            await Expect(page.GetByTestId("qr")).ToBeVisibleAsync();
            return page;
        },
    };

    private readonly TemporaryDirectory _data = new();
    private readonly Dictionary<string, ChatPyProcess> _processes = [];
    private readonly Dictionary<(string, string), ChatPage> _pages = [];
    private string _direct = "";
    private string _plain = "";

    internal IReadOnlyCollection<ChatPage> Pages => _pages.Values;

    public async ValueTask InitializeAsync()
    {
        string[] names = ["Léa", "Tom", "new"];
        ChatPyProcess[] started = await Task.WhenAll(names.Select(name => ChatPyProcess.StartAsync(
            new ChatPySettings(Path.Combine(_data.Path, name)) { Nickname = name }, TestContext.Current.CancellationToken)));
        foreach (ChatPyProcess process in started) { _processes[process.Settings.Nickname] = process; }

        ChatPage lea = await PageAsync("Léa", "en-GB");
        await lea.Page.GetByTestId("first-skip").ClickAsync();
        await lea.Page.GetByTestId("try-echo").ClickAsync();
        await lea.UntilLinkAsync("plain");
        await lea.SendAsync("Bonjour, l’écho");
        await Expect(lea.Messages).ToHaveCountAsync(3);
        _plain = lea.Page.Url.Split('/')[^1];
        await lea.ConnectAsync(_processes["Tom"].Address);
        await lea.SendAsync("Salut Tom, ça va ?");
        await lea.UntilDeliveredAsync("Salut Tom, ça va ?");
        _direct = lea.Page.Url.Split('/')[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ChatPage page in _pages.Values) { await page.DisposeAsync(); }
        foreach (ChatPyProcess process in _processes.Values) { await process.DisposeAsync(); }
        _data.Dispose();
    }

    private async Task<IPage> OpenAsync(string whose, string language, string path, string until)
    {
        IPage page = (await PageAsync(whose, language)).Page;
        await page.GotoAsync(new Uri(_processes[whose].Page, path).ToString());
        await page.Locator(until).First.WaitForAsync();
        await ChatPage.UntilKeysWorkAsync(page);
        return page;
    }

    private async Task<ChatPage> PageAsync(string whose, string language)
    {
        if (_pages.TryGetValue((whose, language), out ChatPage? known)) { return known; }

        ChatPage page = await ChatPage.OpenAsync(browser, _processes[whose], language);
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });   // no colour on its way to another
        return _pages[(whose, language)] = page;
    }
}
