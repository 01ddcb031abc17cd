using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ChatPy.Load;

/// <summary>A real ChatPy in a process of its own, on loopback. It is killed when disposed.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;

    private LoadProcess(Process process)
    {
        _process = process;
        // Read away, so that it never waits for us; nothing it says is part of a figure.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => { if (line.Data is not null) { Console.Error.WriteLine(line.Data); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    // artifacts/bin/ChatPy.Load/release/ -> artifacts/bin/ChatPy.Web/release/ChatPy.Web.dll
    private static string Program { get; } = FindProgram();

    // The dotnet that runs this.
    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Starts it and returns at once.</summary>
    /// <param name="directory">Its data.</param>
    /// <param name="peerPort">Where other machines reach it.</param>
    public static LoadProcess Start(string directory, int peerPort)
    {
        var start = new ProcessStartInfo(
            Dotnet,
            [
                "exec", Program,
                "--urls", $"http://localhost:{FreePort()}",
                "--ChatPy:Port", $"{peerPort}",
                "--ChatPy:ListenAddress", "127.0.0.1",
                "--ChatPy:DataDirectory", directory,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new LoadProcess(Process.Start(start)!);
    }

    /// <summary>A port that nobody has now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

    private static string FindProgram()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(own.Parent!.Parent!.FullName, "ChatPy.Web", own.Name, "ChatPy.Web.dll");
    }
}
