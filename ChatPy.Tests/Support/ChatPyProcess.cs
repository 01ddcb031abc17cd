using System.Diagnostics;
using System.Text;

namespace ChatPy.Tests.Support;

/// <summary>A running ChatPy: a second process, as on another machine.</summary>
internal sealed class ChatPyProcess : IAsyncDisposable
{
    private const string LastLineOfBanner = "  Your data";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChatPyProcess(Process process, ChatPySettings? settings)
    {
        _process = process;
        Settings = settings!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public ChatPySettings Settings { get; }

    public int Id => _process.Id;

    public Uri Page => new($"http://localhost:{Settings.PagePort}/");

    /// <summary>What a person at another process of this machine enters to reach this one.</summary>
    public string Address => $"{(Settings.ListenAddress == "any" ? "127.0.0.1" : Settings.ListenAddress)}:{Settings.PeerPort}";

    /// <summary>Everything it wrote to the console so far.</summary>
    public string Output { get { lock (_output) { return _output.ToString(); } } }

    /// <summary>Starts a process and waits until it says that it runs.</summary>
    public static async Task<ChatPyProcess> StartAsync(ChatPySettings settings, CancellationToken cancellationToken)
    {
        var started = new ChatPyProcess(ProgramUnderTest.Start(settings.ToArguments(), settings.Namespace), settings);
        try
        {
            Task ended = started._process.WaitForExitAsync(cancellationToken);
            await Task.WhenAny(started._isUp.Task, ended).WaitAsync(s_patience, cancellationToken);
            return started._isUp.Task.IsCompleted ? started : throw new InvalidOperationException($"It did not start:\n{started.Output}");
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var started = new ChatPyProcess(ProgramUnderTest.Start(arguments), null);
        Task ended = started._process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(started._isUp.Task, ended).WaitAsync(s_patience, cancellationToken);
        return ended.IsCompleted
            ? (started._process.ExitCode, started.Output)
            : throw new InvalidOperationException($"It started, though it should not have:\n{started.Output}");
    }

    /// <summary>Starts it again with the same settings and data.</summary>
    public Task<ChatPyProcess> StartAgainAsync(CancellationToken cancellationToken) => StartAsync(Settings, cancellationToken);

    /// <summary>kill -9: nothing of it runs on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as Ctrl+C (INT) or the system (TERM) does, and says how that went.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync(string signal, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await Signals.SendAsync(_process.Id, signal, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(s_patience, cancellationToken);
        return (_process.ExitCode, Stopwatch.GetElapsedTime(start));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) { await KillAsync(); }
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) { return; }

        lock (_output) { _output.AppendLine(line); }
        if (line.StartsWith(LastLineOfBanner, StringComparison.Ordinal)) { _isUp.TrySetResult(); }
    }
}
