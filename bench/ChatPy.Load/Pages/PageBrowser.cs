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
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = await BrowserFinder.FindAsync(playwright, cancellationToken),
            ChromiumSandbox = !(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess),   // Chromium refuses its sandbox to root
            // Without smooth scrolling: a wheel is to be followed by what it leads to, not by an animation. And without what the browser prepares for each
            // window, a page of its own for the address bar (1.3 s of processor time) and a process in reserve. That list takes the place of Playwright's.
            Args =
            [
                "--disable-gpu", "--in-process-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-smooth-scrolling",
                "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,AimEnabled,HttpsUpgrades,OptimizationHints,PaintHolding,Translate",
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
}
