using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>A page of ChatPy, and how long it takes to what is done there, in milliseconds. The states are those of page-probe.js.</summary>
internal sealed class PageProbe(IPage page)
{
    private const float Patience = 90_000;
    private string _typed = "";

    /// <summary>A page with nothing in it yet.</summary>
    public static async Task<PageProbe> OpenAsync(IBrowserContext window)
    {
        IPage page = await window.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        return new PageProbe(page);
    }

    /// <summary>Loads an address; from the navigation to the state.</summary>
    public async Task<double> LoadAsync(Uri address, string state)
    {
        await page.GotoAsync(address.ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        return await page.EvaluateAsync<double>("state => probe.since(state)", state);
    }

    /// <summary>Brings it before the others of its window.</summary>
    public Task ToFrontAsync() => page.BringToFrontAsync();

    /// <summary>Waits for a state.</summary>
    public Task UntilAsync(string state) => page.EvaluateAsync<double>("state => probe.since(state)", state);

    /// <summary>Clicks on what has that test id; from the click to the state.</summary>
    public Task<double> ClickAsync(string testId, string state) => ActAsync(["click", null, state, null], () => page.GetByTestId(testId).First.ClickAsync());

    /// <summary>Puts the mouse where its wheel turns the timeline.</summary>
    public Task PointAtTimelineAsync() => page.GetByTestId("timeline").HoverAsync();

    /// <summary>Turns the wheel up to the oldest row; from there to older ones.</summary>
    public async Task<double> ScrollBackAsync()
    {
        string oldest = await page.EvaluateAsync<string>("() => probe.oldest()");
        return await ActAsync(["wheel", null, "older", oldest], () => page.Mouse.WheelAsync(0, -1_000_000));
    }

    /// <summary>Goes to another place of the page, as a link within it does; from there to the state.</summary>
    public Task<double> GoAsync(string place, string state, string? argument = null) => page.EvaluateAsync<double>(
        "([place, state, argument]) => probe.do(() => Blazor.navigateTo(place), state, argument)", new[] { place, state, argument });

    /// <summary>Puts a text into a field at once, as a paste does; from there to the state.</summary>
    public Task<double> EnterAsync(string testId, string text, string state) => page.EvaluateAsync<double>(
        "([id, text, state]) => probe.do(() => probe.type(id, text), state)", new[] { testId, text, state });

    /// <summary>Types a letter into the composer; from the key to the letter.</summary>
    public Task<double> TypeLetterAsync()
    {
        _typed += "x";
        return ActAsync(["keydown", "x", "typed", _typed], () => page.Keyboard.PressAsync("x"));
    }

    /// <summary>Opens the palette and closes it again; from the key to what the process answered to it.</summary>
    public async Task<double> OpenPaletteAsync()
    {
        await page.EvaluateAsync("() => probe.armPalette()");
        await page.Keyboard.PressAsync("Control+k");
        double took = await page.EvaluateAsync<double>("() => probe.answer()");
        await page.Keyboard.PressAsync("Control+k");
        await UntilAsync("closed");
        return took;
    }

    /// <summary>Counts what is drawn from now on, until the message of that text is there (<see cref="SeenAsync"/>).</summary>
    public Task WatchAsync(string text) => page.EvaluateAsync("text => probe.watch(text)", text);

    /// <summary>When that message was there, and how often the timeline was drawn until then.</summary>
    public async Task<(DateTimeOffset At, int Renders)> SeenAsync()
    {
        Seen seen = await page.EvaluateAsync<Seen>("() => probe.seen()");
        return (DateTimeOffset.UnixEpoch.AddMilliseconds(seen.At), seen.Renders);
    }

    private async Task<double> ActAsync(string?[] armed, Func<Task> act)
    {
        await page.EvaluateAsync("armed => probe.arm(armed)", armed);
        await act();
        return await page.EvaluateAsync<double>("() => probe.answer()");
    }

    // Filled by Playwright.
    private sealed class Seen
    {
        public double At { get; set; }

        public int Renders { get; set; }
    }
}
