using System.Diagnostics;
using Microsoft.Playwright;

namespace ChatPy.Tests.Support;

/// <summary>Finds a browser of the Chromium family on this machine, or installs one, and says what it did and how it is launched.</summary>
internal static class BrowserFinder
{
    /// <summary>Names the browser to use instead of looking for one.</summary>
    public const string Override = "CHATPY_BROWSER";

    // What the browser would prepare for each window though nobody sees it: a page of its own for the address bar (1.3 s of processor time) and a process
    // in reserve. The list takes the place of Playwright's, of which the rest matters here.
    private static readonly string[] s_notNeeded =
    [
        "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess",
        "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "MediaRouter", "NetworkTimeServiceQuerying",
        "OptimizationHints", "PaintHolding", "Translate",
    ];

    private static readonly string[] s_commands = ["google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "chromium", "chromium-browser"];

    /// <summary>The path of an executable.</summary>
    public static async Task<string> FindAsync(IPlaywright playwright, CancellationToken cancellationToken)
    {
        string? found = Installed(playwright);
        if (found is null)
        {
            Say("no browser found; Playwright's installer is asked for one.");
            await InstallByPlaywrightAsync(cancellationToken);
            found = Installed(playwright);
        }

        if (found is null && OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            Say("Playwright has none; Debian's chromium is installed.");
            await RunAsync("apt-get", ["update"], cancellationToken);
            await RunAsync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], cancellationToken);
            found = Installed(playwright);
        }

        Say(found is null ? "no browser." : $"uses {found}.");
        return found ?? throw new InvalidOperationException($"The tests of the page need Chrome, Edge or Chromium: install one, or name it in {Override}.");
    }

    /// <summary>How the browser is launched: quiet, and with nothing that is not looked at.</summary>
    /// <param name="executable">The path of it, or of what starts it.</param>
    /// <param name="also">Further arguments.</param>
    public static BrowserTypeLaunchOptions LaunchOptions(string executable, params IEnumerable<string> also) => new()
    {
        ExecutablePath = executable,
        ChromiumSandbox = !(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess),   // Chromium refuses its sandbox to root
        Args =
        [
            "--disable-gpu", "--in-process-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--disable-features={string.Join(',', s_notNeeded)}", .. also,
        ],
    };

    private static string? Installed(IPlaywright playwright) =>
        Environment.GetEnvironmentVariable(Override) is { Length: > 0 } named
            ? named
            : UsualPlaces().Append(playwright.Chromium.ExecutablePath).FirstOrDefault(File.Exists);

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsMacOS())
        {
            return from name in (string[])["Google Chrome", "Microsoft Edge", "Chromium"] select $"/Applications/{name}.app/Contents/MacOS/{name}";
        }

        if (OperatingSystem.IsWindows())
        {
            return from folder in (Environment.SpecialFolder[])[Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData]
                   from name in (string[])[@"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe", @"Chromium\Application\chrome.exe"]
                   select Path.Combine(Environment.GetFolderPath(folder), name);
        }

        return from command in s_commands
               from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
               select Path.Combine(folder, command);
    }

    // Without the internet it must give up soon: its own patience is half a minute for each of several hosts and tries.
    private static async Task InstallByPlaywrightAsync(CancellationToken cancellationToken)
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "5000");
        int exitCode = await Task.Run(static () => Microsoft.Playwright.Program.Main(["install", "chromium"]), cancellationToken);
        if (exitCode != 0) { Say($"Playwright's installer ended with {exitCode}."); }
    }

    private static async Task RunAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) { Say($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}."); }
    }

    private static void Say(string what) => Console.WriteLine($"Browser tests: {what}");
}
