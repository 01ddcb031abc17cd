using ChatPy.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ChatPy.Tests.Support;

/// <summary>One real browser for the whole run, started by the first test that needs it; each test opens windows of its own.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TemporaryDirectory _wrappers = new();
    private IPlaywright? _playwright;
    private string? _executable;
    private IBrowser? _browser;

    /// <summary>Opens a window with nothing remembered. Dispose it to close its pages.</summary>
    /// <param name="language">What the person's browser asks for: <c>en-GB</c>, <c>fr-FR</c>.</param>
    /// <param name="networkNamespace">The network namespace whose loopback the browser sees, if not the machine's own.</param>
    internal async Task<IBrowserContext> OpenWindowAsync(string language = "en-GB", string? networkNamespace = null)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout(60_000);   // the default of 5 s fails on a busy machine
            _executable ??= await BrowserFinder.FindAsync(_playwright, cancellationToken);
            if (networkNamespace is not null) { return await OpenWindowInAsync(networkNamespace, language); }

            _browser ??= await LaunchAsync(_executable);
            return await NewWindowAsync(_browser, language);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) { await _browser.CloseAsync(); }
        _playwright?.Dispose();
        _wrappers.Dispose();
        _gate.Dispose();
    }

    private static Task<IBrowserContext> NewWindowAsync(IBrowser browser, string language) => browser.NewContextAsync(new BrowserNewContextOptions
    {
        Locale = language,
        ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
    });

    // Playwright talks to the browser through pipes, so it may live in another network. It goes with its only window.
    private async Task<IBrowserContext> OpenWindowInAsync(string networkNamespace, string language)
    {
        string wrapper = Path.Combine(_wrappers.Path, networkNamespace);
        if (!File.Exists(wrapper)) { await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nexec ip netns exec {networkNamespace} '{_executable}' \"$@\"\n"); }
        if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute); }

        IBrowser browser = await LaunchAsync(wrapper);
        IBrowserContext window = await NewWindowAsync(browser, language);
        window.Close += (_, _) => _ = browser.CloseAsync();
        return window;
    }

    private Task<IBrowser> LaunchAsync(string executable) => _playwright!.Chromium.LaunchAsync(BrowserFinder.LaunchOptions(executable));
}
