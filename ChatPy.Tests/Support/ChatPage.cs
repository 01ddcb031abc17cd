using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.Support;

/// <summary>The page as a person uses it, through the hooks of DESIGN.md §5 and nothing else.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    /// <summary>Connecting, redialling and starting on a busy machine stay well below it.</summary>
    private const float Patience = 60_000;

    private readonly IBrowserContext _window;
    private readonly bool _ownsWindow;
    private readonly ConcurrentQueue<string> _requests = [];

    private ChatPage(IBrowserContext window, IPage page, Uri address, bool ownsWindow)
    {
        _window = window;
        _ownsWindow = ownsWindow;
        Page = page;
        Address = address;
        page.SetDefaultTimeout(Patience);
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.WebSocket += (_, socket) => _requests.Enqueue(socket.Url);
        page.Console += (_, said) => { if (said.Type == "error") { Errors.Enqueue(said.Text); } };
        page.PageError += (_, error) => Errors.Enqueue(error);
    }

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>Everything the page asked for, WebSockets too.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>What the page complained about in the browser's console.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    public ILocator Conversations => Page.GetByTestId("conversation");

    public ILocator Composer => Page.GetByTestId("composer");

    public ILocator Messages => Page.GetByTestId("message");

    public ILocator OwnAddresses => Page.GetByTestId("own-address");

    /// <param name="browser">Where.</param>
    /// <param name="process">Whose page.</param>
    /// <param name="language">What the browser asks for.</param>
    /// <param name="prepare">What is done to the window before the page is loaded.</param>
    public static async Task<ChatPage> OpenAsync(
        Browser browser, ChatPyProcess process, string language = "en-GB", Func<IBrowserContext, Task>? prepare = null)
    {
        IBrowserContext window = await browser.OpenWindowAsync(language, process.Settings.Namespace);
        if (prepare is not null) { await prepare(window); }
        return await OpenAsync(window, process.Page, ownsWindow: true);
    }

    /// <summary>A second tab of the same window.</summary>
    public Task<ChatPage> OpenTabAsync() => OpenAsync(_window, Address, ownsWindow: false);

    /// <summary>Loads the page again, as after its process was restarted.</summary>
    public async Task ReloadAsync()
    {
        await Page.GotoAsync(Address.ToString());
        await UntilConnectedAsync();
    }

    public Task UntilConnectedAsync() => UntilAsync(Page.GetByTestId("page-state"), "data-state", "connected");

    /// <summary>
    /// Ends the process of the page and starts it again by <paramref name="restart"/>. The new process knows nothing of the page, which loads itself
    /// anew: until it has, what it shows is old.
    /// </summary>
    public async Task ThroughRestartAsync(Func<Task> restart)
    {
        await Page.EvaluateAsync("() => { window.isFromBefore = true; }");
        await restart();
        await Page.WaitForFunctionAsync(
            "() => !window.isFromBefore && document.querySelector('[data-testid=page-state]')?.dataset.state === 'connected'",
            null,
            new PageWaitForFunctionOptions { Timeout = Patience });
    }

    /// <summary>The box can be typed into: from then on nothing typed is lost, even while the process is gone.</summary>
    public Task UntilWritableAsync() => Expect(Composer).ToBeEditableAsync(new LocatorAssertionsToBeEditableOptions { Timeout = Patience });

    /// <summary>The keys of the messages are there, and the composer has taken the focus that it takes when a conversation is opened.</summary>
    public async Task UntilMessageKeysWorkAsync()
    {
        await UntilWritableAsync();
        await Expect(Page.GetByTestId("message-menu")).ToHaveAttributeAsync("data-ready", "true");
    }

    /// <summary>The keys of the whole page, and what they open, are there.</summary>
    public static async Task UntilKeysWorkAsync(IPage page)
    {
        foreach (string part in (string[])["skip", "palette", "shortcuts"]) { await Expect(page.GetByTestId(part)).ToHaveAttributeAsync("data-ready", "true"); }
    }

    /// <summary>Enters an address and presses the button; what comes of it is to be waited for.</summary>
    public async Task DialAsync(string address)
    {
        await Page.GetByTestId("peer-address").FillAsync(address);
        await Page.GetByTestId("connect").ClickAsync();
    }

    /// <summary>Dials and waits until the conversation is open and linked.</summary>
    public async Task ConnectAsync(string address, string link = "secure")
    {
        await DialAsync(address);
        await UntilLinkAsync(link);
    }

    public Task UntilLinkAsync(string link) => UntilAsync(Page.GetByTestId("link-state"), "data-link", link);

    public async Task<string> DialInVainAsync(string address)
    {
        await DialAsync(address);
        ILocator error = Page.GetByTestId("connect-error");
        await error.WaitForAsync();
        return await error.GetAttributeAsync("data-reason") ?? "";
    }

    /// <summary>Opens the only conversation, or the newest, and waits until its composer takes text: it takes the focus in the same breath.</summary>
    public async Task OpenConversationAsync()
    {
        await Conversations.First.ClickAsync();
        await UntilWritableAsync();
    }

    public async Task SendAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>
    /// Types texts as fast as the page takes them: the text into the box, Enter, and the next once the box is empty. Playwright's own keys would
    /// need many journeys to the browser for each.
    /// </summary>
    public async Task SendAllAsync(IEnumerable<string> texts)
    {
        await UntilWritableAsync();
        await Composer.EvaluateAsync(
            """
            async (box, texts) => {
                const patience = performance.now() + 60_000;
                for (const text of texts) {
                    box.value = text;
                    box.dispatchEvent(new Event('input', { bubbles: true }));
                    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true }));
                    while (box.value !== '') {
                        if (!box.isConnected || performance.now() > patience) { throw new Error(`The page did not take ${text}.`); }
                        await new Promise(requestAnimationFrame);
                    }
                }
            }
            """,
            texts.ToArray());
    }

    /// <summary>Waits for the message and for what became of it.</summary>
    public Task UntilMessageAsync(string text, string direction, string? state = null) => UntilThereAsync(Find(text, direction, state));

    /// <summary>Waits until my message is on the disk of the peer; that it was read there says so too.</summary>
    public Task UntilDeliveredAsync(string text) => UntilThereAsync(Find(text, "out", "delivered").Or(Find(text, "out", "read")));

    /// <summary>The messages on the page, from the oldest that it shows.</summary>
    public async Task<IReadOnlyList<ShownMessage>> ReadMessagesAsync() => (await Page.EvaluateAsync<JsonElement>(
        """
        () => [...document.querySelectorAll('[data-testid=message]')].map(row => ({
            id: row.dataset.messageId,
            direction: row.dataset.direction,
            state: row.dataset.state,
            text: row.querySelector('[data-testid=message-text]').textContent,
        }))
        """)).Deserialize<ShownMessage[]>(JsonSerializerOptions.Web)!;

    /// <summary>Every message of the conversation: scrolls up until the first of them is there.</summary>
    public async Task<IReadOnlyList<ShownMessage>> ReadWholeConversationAsync(string firstText)
    {
        List<ShownMessage> all = [.. await ReadMessagesAsync()];
        while (all.Count == 0 || all[0].Text != firstText)
        {
            string? oldest = all.FirstOrDefault()?.Id;
            await Messages.First.ScrollIntoViewIfNeededAsync();
            await Messages.First.HoverAsync();
            await Page.Mouse.WheelAsync(0, -4000);
            await Page.WaitForFunctionAsync("oldest => document.querySelector('[data-testid=message]')?.dataset.messageId !== oldest", oldest);

            IReadOnlyList<ShownMessage> now = await ReadMessagesAsync();
            int known = now.ToList().FindIndex(message => message.Id == oldest);
            Assert.True(known > 0, "Older messages came without those that were on the page.");
            all.InsertRange(0, now.Take(known));
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_ownsWindow ? _window.CloseAsync() : Page.CloseAsync());
        }
        catch (PlaywrightException)
        {
            // The browser is gone: what the test found out before says why.
        }
    }

    public ILocator Find(string text, string direction, string? state = null)
    {
        string withState = state is null ? "" : $"[data-state={state}]";
        return Page.Locator($"[data-testid=message][data-direction={direction}]{withState}:has([data-testid=message-text]:text-is({Quote(text)}), [data-testid=message-text] :text-is({Quote(text)}))");
    }

    private static async Task<ChatPage> OpenAsync(IBrowserContext window, Uri address, bool ownsWindow)
    {
        var opened = new ChatPage(window, await window.NewPageAsync(), address, ownsWindow);
        await opened.ReloadAsync();
        return opened;
    }

    private async Task UntilThereAsync(ILocator message)
    {
        try { await Expect(message).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = Patience }); }
        catch (PlaywrightException missing) { throw new InvalidOperationException($"{missing.Message}\nThe page instead:\n{await DescribeAsync()}", missing); }
    }

    // Its last messages with their states, what stands in the composer and under it, and what the browser complained about.
    private async Task<string> DescribeAsync() => string.Join('\n', await Page.EvaluateAsync<string[]>(
        """
        () => [
            `${location} ${document.querySelector('[data-testid=page-state]')?.dataset.state}`,
            ...[...document.querySelectorAll('[data-testid=message]')].slice(-20).map(row => `${row.dataset.direction} ${row.dataset.state}: ${row.innerText}`),
            `composer: ${document.querySelector('[data-testid=composer]')?.value}; ${document.querySelector('[data-testid=composer-note]')?.innerText}`,
        ]
        """)) + "\n" + string.Join('\n', Errors);

    private static Task UntilAsync(ILocator where, string attribute, string value) =>
        Expect(where.First).ToHaveAttributeAsync(attribute, value, new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

/// <summary>A message as it stands on the page.</summary>
internal sealed record ShownMessage(string Id, string Direction, string State, string Text);
