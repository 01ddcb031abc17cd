using System.Diagnostics;
using System.Runtime.InteropServices;
using ChatPy.Faults.Platform;

namespace ChatPy.Load;

/// <summary>A real ChatPy in a process of its own, on loopback. It is killed when disposed.</summary>
internal sealed class LoadProcess : IDisposable
{
    /// <summary>Names another ChatPy to measure than the one built beside this program: its ChatPy.Web.dll, or what starts it if it has its own runtime.</summary>
    public const string Override = "CHATPY_PROGRAM";

    private const string LastLineOfBanner = "  Your data";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly long _started;
    private readonly TaskCompletionSource _isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoadProcess(Process process, int pagePort, long started)
    {
        (_process, _started) = (process, started);
        Page = PageAt(pagePort);
        // Read away, so that it never waits for us. Its last line says that it runs: to ask it until it answers would keep busy a processor on which it starts.
        process.OutputDataReceived += (_, line) => { if (line.Data?.StartsWith(LastLineOfBanner, StringComparison.Ordinal) == true) { _isUp.TrySetResult(); } };
        process.ErrorDataReceived += static (_, line) => { if (line.Data is not null) { Console.Error.WriteLine(line.Data); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static string Program { get; } = Environment.GetEnvironmentVariable(Override) is { Length: > 0 } named ? named : FindBuilt();

    /// <summary>The dotnet that runs this.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Where its page is.</summary>
    public Uri Page { get; }

    /// <summary>As the system knows it.</summary>
    public int Id => _process.Id;

    /// <summary>Since it was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    /// <summary>Where the page of a process is that serves it at this port.</summary>
    public static Uri PageAt(int port) => new($"http://localhost:{port}/");

    /// <summary>Starts it and returns at once.</summary>
    /// <param name="directory">Its data.</param>
    /// <param name="peerPort">Where other machines reach it.</param>
    /// <param name="pagePort">Where its page is, if that matters.</param>
    /// <param name="settings">Further arguments.</param>
    public static LoadProcess Start(string directory, int peerPort, int? pagePort = null, params string[] settings)
    {
        int page = pagePort ?? Ports.Take();
        string[] command = Program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? [Dotnet, "exec", Program] : [Program];
        var start = new ProcessStartInfo(
            command[0],
            [
                .. command[1..],
                "--urls", $"http://localhost:{page}",
                "--ChatPy:Port", $"{peerPort}",
                "--ChatPy:ListenAddress", "127.0.0.1",
                "--ChatPy:DiscoveryPort", "0",   // nobody on this machine's network is to hear of it
                "--ChatPy:DataDirectory", directory,
                .. settings,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long started = Stopwatch.GetTimestamp();
        return new LoadProcess(Process.Start(start)!, page, started);
    }

    /// <summary>Waits until it serves the page; returns how long after its start that was.</summary>
    public async Task<TimeSpan> UntilAnswersAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_isUp.Task, _process.WaitForExitAsync(cancellationToken)).WaitAsync(s_patience, cancellationToken);
        ThrowIfOver();
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(Page, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return Age;
    }

    /// <summary>What all its threads have worked until now.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Ends it as the system does, and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Signals.Send(Id, Signals.Terminate);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Complains if it has ended by itself: then nothing more will come of it.</summary>
    public void ThrowIfOver()
    {
        if (_process.HasExited) { throw new InvalidOperationException($"ChatPy ended with code {_process.ExitCode}."); }
    }

    public void Dispose()
    {
        if (!_process.HasExited) { Kill(); }
        _process.Dispose();
    }

    // artifacts/bin/ChatPy.Load/release/ -> artifacts/bin/ChatPy.Web/release/ChatPy.Web.dll
    private static string FindBuilt()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(own.Parent!.Parent!.FullName, "ChatPy.Web", own.Name, "ChatPy.Web.dll");
    }
}
