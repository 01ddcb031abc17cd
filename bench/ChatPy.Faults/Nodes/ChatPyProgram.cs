using System.Diagnostics;
using System.Runtime.InteropServices;
using ChatPy.Faults.InProcess;

namespace ChatPy.Faults.Nodes;

/// <summary>The built ChatPy.Web beside this program: what people run, with <see cref="Driver"/> added from outside.</summary>
internal static class ChatPyProgram
{
    // artifacts/bin/ChatPy.Faults/release/ -> artifacts/bin/ChatPy.Web/release/ChatPy.Web.dll
    private static readonly DirectoryInfo s_here = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string Dll { get; } = Path.Combine(s_here.Parent!.Parent!.FullName, "ChatPy.Web", s_here.Name, "ChatPy.Web.dll");

    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <param name="settings">How.</param>
    /// <param name="socket">Where the run listens; none starts it as people do, without a driver.</param>
    public static Process Start(NodeSettings settings, string? socket)
    {
        string[] command = [.. settings.Namespace is null ? [] : (string[])["ip", "netns", "exec", settings.Namespace], .. settings.Under, Dotnet, "exec", Dll, .. settings.ToArguments()];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in settings.Environment) { start.Environment[name] = value; }
        if (socket is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ChatPyProgram).Assembly.Location;
            start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(ChatPyProgram).Assembly.GetName().Name;
            start.Environment[DriverStartup.SocketVariable] = socket;
            start.Environment[DriverStartup.SynchronousVariable] = settings.Synchronous;
            if (settings.HasMovableClock) { start.Environment[DriverStartup.ClockVariable] = "1"; }
        }

        return Process.Start(start)!;
    }
}
