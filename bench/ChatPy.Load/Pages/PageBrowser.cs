using ChatPy.Tests.Support;
using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>One real browser for all that this program measures. Each window begins with nothing remembered.</summary>
internal sealed class PageBrowser
{
    private static readonly string s_probe = Path.Combine(AppContext.BaseDirectory, "Pages", "page-probe.js");

    private static Task<PageBrowser>? s_launched;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PageBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>The browser, launched by whoever asks first.</summary>
    public static Task<PageBrowser> GetAsync(CancellationToken cancellationToken) => s_launched ??= LaunchAsync(cancellationToken);

    /// <summary>Ends it, if there is one.</summary>
    public static async Task EndAsync()
    {
        if (s_launched is not { IsCompletedSuccessfully: true }) { return; }
        PageBrowser launched = await s_launched;
        await launched._browser.CloseAsync();
        launched._playwright.Dispose();
    }

    private static async Task<PageBrowser> LaunchAsync(CancellationToken cancellationToken)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        string executable = await BrowserFinder.FindAsync(playwright, cancellationToken);
        // Without smooth scrolling: a wheel is to be followed by what it leads to, not by an animation.
        IBrowser browser = await playwright.Chromium.LaunchAsync(BrowserFinder.LaunchOptions(executable, "--disable-smooth-scrolling"));
        Console.WriteLine($"Chromium {browser.Version}");
        return new PageBrowser(playwright, browser);
    }

    /// <summary>Opens a window. Dispose it to close its pages.</summary>
    /// <param name="probe">The script that measures in its pages, if not that of ChatPy's.</param>
    public async Task<IBrowserContext> OpenWindowAsync(string? probe = null)
    {
        IBrowserContext window = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        });
        await window.AddInitScriptAsync(scriptPath: probe ?? s_probe);
        return window;
    }
}
