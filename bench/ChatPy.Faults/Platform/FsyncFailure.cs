using System.Diagnostics;
using System.Globalization;

namespace ChatPy.Faults.Platform;

/// <summary>A disk that says of some fsyncs that they failed: strace, attached to a running process, answers in the kernel's place.</summary>
internal sealed class FsyncFailure : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly string _log;

    private FsyncFailure(Process strace, string log)
    {
        _strace = strace;
        _log = log;
    }

    /// <summary>How many have failed so far.</summary>
    public int Count => File.Exists(_log) ? File.ReadLines(_log).Count(static line => line.Contains("(INJECTED)", StringComparison.Ordinal)) : 0;

    /// <summary>Fails the <paramref name="first"/>-th fsync of each thread and every <paramref name="step"/>-th after it.</summary>
    public static async Task<FsyncFailure> AttachAsync(int process, int first, int step, string log)
    {
        string when = string.Create(CultureInfo.InvariantCulture, $"inject=fsync,fdatasync:error=EIO:when={first}+{step}");
        var start = new ProcessStartInfo("strace", ["-f", "-p", $"{process}", "-e", "trace=fsync,fdatasync", "-e", when, "-o", log]) { RedirectStandardError = true };
        Process strace = Process.Start(start)!;
        // "strace: Process 123 attached with 20 threads"
        string? said = await strace.StandardError.ReadLineAsync();
        if (said?.Contains("attached", StringComparison.Ordinal) != true) { throw new InvalidOperationException($"strace: {said}"); }

        _ = strace.StandardError.ReadToEndAsync();
        return new FsyncFailure(strace, log);
    }

    /// <summary>Lets the process go; every fsync is real again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_strace.HasExited) { Signals.Send(_strace.Id, Signals.Terminate); }
        await _strace.WaitForExitAsync();
        _strace.Dispose();
    }
}
