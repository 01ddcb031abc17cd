using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Chats;

/// <summary>A page of some web chat in which the conversation is open, through chat-probe.js.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    private const float Patience = 120_000;
    private const int StuckAfter = 10_000;   // milliseconds without anything older

    private static readonly string s_probe = Path.Combine(AppContext.BaseDirectory, "Chats", "chat-probe.js");

    private readonly IPage _page;
    private readonly ChatDescription _chat;

    private ChatPage(IPage page, ChatDescription chat) => (_page, _chat) = (page, chat);

    /// <summary>Opens a window for pages of any chat. Dispose it to close them.</summary>
    public static Task<IBrowserContext> OpenWindowAsync(PageBrowser browser) => browser.OpenWindowAsync(s_probe);

    /// <summary>Opens the page of one of the two (0 for A, 1 for B) and goes to the conversation.</summary>
    public static async Task<ChatPage> OpenAsync(IBrowserContext window, ChatDescription chat, int who)
    {
        IPage page = await window.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync(chat.Pages[who]);
        foreach (ChatStep step in chat.Open)
        {
            string text = step.Text.Replace("{me}", chat.People[who], StringComparison.Ordinal).Replace("{other}", chat.People[1 - who], StringComparison.Ordinal);
            ILocator at = page.Locator(step.At.Replace("{other}", chat.People[1 - who], StringComparison.Ordinal)).First;
            await (step.Do switch
            {
                StepKind.Click => at.ClickAsync(),
                StepKind.Fill => at.FillAsync(text),
                StepKind.Press => page.Keyboard.PressAsync(text),
                StepKind.Wait => at.WaitForAsync(),
                _ => throw new InvalidOperationException($"{step.Do} is no step."),
            });
        }

        await page.Locator(chat.Composer).First.FocusAsync();
        await page.EvaluateAsync("chat => chatProbe.use(chat)", new { composer = chat.Composer, send = chat.Send, text = chat.Text, scroller = chat.Scroller });
        return new ChatPage(page, chat);
    }

    /// <summary>Puts a text into the composer, as a paste does.</summary>
    public Task FillAsync(string text) => _page.Locator(_chat.Composer).First.FillAsync(text);

    /// <summary>Looks out for the key that sends (<see cref="SendAsync"/>).</summary>
    public Task ArmAsync() => _page.EvaluateAsync("armed => chatProbe.arm(armed)", new object[] { _chat.Send, false });

    /// <summary>Presses the key that sends what is in the composer; when, in milliseconds since 1970.</summary>
    public async Task<double> SendAsync()
    {
        await _page.Keyboard.PressAsync(_chat.Send);
        return await _page.EvaluateAsync<double>("() => chatProbe.pressed()");
    }

    /// <summary>Types a letter into the composer; from the key until it is drawn there, in milliseconds.</summary>
    public async Task<double> TypeLetterAsync()
    {
        await _page.EvaluateAsync("armed => chatProbe.arm(armed)", new object[] { "x", true });
        await _page.Keyboard.PressAsync("x");
        return await _page.EvaluateAsync<double>("() => chatProbe.pressed()");
    }

    /// <summary>Looks out for a text from now on (<see cref="SeenAsync"/>).</summary>
    public Task WatchAsync(string text) => _page.EvaluateAsync("text => chatProbe.watch(text)", text);

    /// <summary>When it stood in a row of the page, and when that was drawn and in sight; milliseconds since 1970.</summary>
    public async Task<(double InPage, double Drawn)> SeenAsync()
    {
        Seen seen = await _page.EvaluateAsync<Seen>("() => chatProbe.seen()");
        return (seen.InPage, seen.Drawn);
    }

    /// <summary>Types and sends all of them by script, each as soon as the page has taken the one before.</summary>
    public Task WriteAsync(IReadOnlyCollection<string> texts) => _page.EvaluateAsync("texts => chatProbe.write(texts)", texts);

    /// <summary>Notes long tasks from now on (<see cref="LongestTaskAsync"/>).</summary>
    public Task ObserveAsync() => _page.EvaluateAsync("() => chatProbe.observe()");

    /// <summary>The longest task since then, in milliseconds; 0 if none took more than 50.</summary>
    public Task<double> LongestTaskAsync() => _page.EvaluateAsync<double>("() => chatProbe.longestTask()");

    /// <summary>Turns the wheel back until as many different messages were in the page, or nothing older comes; how many were.</summary>
    /// <param name="number">A pattern whose first group is the number of a message.</param>
    /// <param name="all">How many there should be.</param>
    public async Task<int> CountBackAsync(string number, int all)
    {
        await _page.EvaluateAsync("number => chatProbe.gather(number)", number);
        await _page.Locator(_chat.Scroller).First.HoverAsync();
        int seen = await MoreAsync(0, 0), before = -1;
        while (seen < all && seen > before)
        {
            before = seen;
            for (int waited = 0; seen == before && waited < StuckAfter; waited += StuckAfter / 100)
            {
                await _page.Mouse.WheelAsync(0, -_chat.Wheel);
                seen = await MoreAsync(before, StuckAfter / 100);
            }
        }

        return seen;

        Task<int> MoreAsync(int than, int wait) => _page.EvaluateAsync<int>("([than, wait]) => chatProbe.more([than, wait])", new[] { than, wait });
    }

    public async ValueTask DisposeAsync() => await _page.CloseAsync();

    // Filled by Playwright.
    private sealed class Seen
    {
        public double InPage { get; set; }

        public double Drawn { get; set; }
    }
}
