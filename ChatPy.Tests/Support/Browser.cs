using ChatPy.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ChatPy.Tests.Support;

/// <summary>One real browser for the whole run, started by the first test that needs it; each test opens windows of its own.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<IBrowser> _inNamespaces = [];
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
            _executable ??= await BrowserFinder.FindAsync(_playwright, cancellationToken);
            IBrowser browser = networkNamespace is null
                ? _browser ??= await LaunchAsync(_executable)
                : await LaunchInAsync(networkNamespace);
            return await browser.NewContextAsync(new BrowserNewContextOptions
            {
                Locale = language,
                ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IBrowser browser in _inNamespaces) { await browser.CloseAsync(); }
        if (_browser is not null) { await _browser.CloseAsync(); }
        _playwright?.Dispose();
        _wrappers.Dispose();
        _gate.Dispose();
    }

    // Playwright talks to the browser through pipes, so it may live in another network.
    private async Task<IBrowser> LaunchInAsync(string networkNamespace)
    {
        string wrapper = Path.Combine(_wrappers.Path, networkNamespace);
        await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nexec ip netns exec {networkNamespace} '{_executable}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute); }

        IBrowser browser = await LaunchAsync(wrapper);
        _inNamespaces.Add(browser);
        return browser;
    }

    private Task<IBrowser> LaunchAsync(string executable) => _playwright!.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = executable,
        ChromiumSandbox = !(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess),   // Chromium refuses its sandbox to root
        Args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
}
