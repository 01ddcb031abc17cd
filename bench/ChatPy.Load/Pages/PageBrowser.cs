using ChatPy.Tests.Support;
using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>A real browser. Each window begins with nothing remembered.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private static readonly string s_probe = Path.Combine(AppContext.BaseDirectory, "Pages", "page-probe.js");

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PageBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<PageBrowser> LaunchAsync(CancellationToken cancellationToken)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = await BrowserFinder.FindAsync(playwright, cancellationToken),
            ChromiumSandbox = !(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess),   // Chromium refuses its sandbox to root
            // Without smooth scrolling: a wheel is to be followed by what it leads to, not by an animation.
            Args =
            [
                "--disable-gpu", "--in-process-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-smooth-scrolling",
            ],
        });
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

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
