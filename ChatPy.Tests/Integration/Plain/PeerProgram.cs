using System.Diagnostics;
using System.Text;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>A real program at the other end of a real socket, with its keyboard and its screen.</summary>
internal sealed class PeerProgram : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Process _process;

    public PeerProgram(string tool, params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(Tool.Require(tool), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = s_utf8,
            StandardOutputEncoding = s_utf8,
            // Python would take the encoding of a C locale otherwise.
            Environment = { ["PYTHONUTF8"] = "1" },
        })!;
    }

    /// <summary>A script of examples/python.</summary>
    public static PeerProgram Example(string script, params string[] arguments) =>
        new("python3", [Path.Combine(RepositoryRoot(), "examples", "python", script), .. arguments]);

    /// <summary>A few lines of Python with <c>host</c> and <c>port</c> to connect to.</summary>
    public static PeerProgram Python(int port, string lines) =>
        new("python3", "-c", $"import socket, time, os\nhost, port = '127.0.0.1', {port}\nsock = socket.create_connection((host, port))\n{lines}");

    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    public void CloseKeyboard() => _process.StandardInput.Close();

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>Reads the screen to a line that has <paramref name="text"/> in it.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) { return line; }
        }

        throw new InvalidOperationException($"The program ended without showing \"{text}\".");
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) { _process.Kill(entireProcessTree: true); }

        _process.Dispose();
    }

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ChatPy.sln"))) { return folder.FullName; }
        }

        throw new InvalidOperationException("ChatPy.sln is in no folder above the tests.");
    }
}
