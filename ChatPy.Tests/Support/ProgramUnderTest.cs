using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ChatPy.Tests.Support;

/// <summary>The built ChatPy.Web beside the tests: the program itself, in a process of its own.</summary>
internal static class ProgramUnderTest
{
    // artifacts/bin/ChatPy.Tests/debug/ -> artifacts/bin/ChatPy.Web/debug/ChatPy.Web.dll
    private static readonly DirectoryInfo s_tests = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>It runs for seconds: its code is not worth compiling a second time, nor having each piece of memory it lies in mapped twice.</summary>
    private static readonly Dictionary<string, string> s_shortLife = new() { ["DOTNET_TC_CallCounting"] = "0", ["DOTNET_EnableWriteXorExecute"] = "0" };

    /// <summary>The program, as its own build left it with its static files.</summary>
    public static string Dll { get; } = Built("ChatPy.Web");

    /// <summary>The dotnet that runs these tests.</summary>
    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Starts the program; the settings of whoever runs the tests do not reach it.</summary>
    public static Process Start(IEnumerable<string> arguments, string? networkNamespace = null) => Start(
        [.. networkNamespace is null ? [] : (string[])["ip", "netns", "exec", networkNamespace], Dotnet, "exec", Dll, .. arguments], s_shortLife);

    /// <summary>Starts the program of the faults, which starts the program itself, in all as people run it.</summary>
    public static Process StartFaults(IEnumerable<string> arguments) => Start([Dotnet, "exec", Built("ChatPy.Faults"), .. arguments]);

    private static Process Start(string[] command, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Any directory but its own: the program must find its files from everywhere.
            WorkingDirectory = Path.GetTempPath(),
        };
        // On Windows a Ctrl+Break reaches a whole group.
        if (OperatingSystem.IsWindows()) { start.CreateNewProcessGroup = true; }

        foreach ((string name, string value) in environment ?? []) { start.Environment[name] = value; }
        foreach (string name in start.Environment.Keys.Where(IsASetting).ToList()) { start.Environment.Remove(name); }

        return Process.Start(start)!;
    }

    private static string Built(string project) => Path.Combine(s_tests.Parent!.Parent!.FullName, project, s_tests.Name, $"{project}.dll");

    private static bool IsASetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ChatPy__", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "DOTNET_URLS" or "URLS";
}
