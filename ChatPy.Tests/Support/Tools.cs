using System.Diagnostics;

namespace ChatPy.Tests.Support;

/// <summary>Programs of the system that the tests talk to. What is missing is installed where that is possible, and said aloud.</summary>
internal static class Tool
{
    private static readonly Lock s_installing = new();
    private static readonly Dictionary<string, string> s_packages = new() { ["nc"] = "netcat-openbsd", ["socat"] = "socat", ["python3"] = "python3", ["nft"] = "nftables" };

    /// <summary>The full path of a program, which is installed first if this is a Debian and we are root.</summary>
    public static string Require(string name)
    {
        lock (s_installing)
        {
            if (Find(name) is { } there) { return there; }

            string package = s_packages.GetValueOrDefault(name, name);
            if (!Environment.IsPrivilegedProcess || Find("apt-get") is not { } aptGet)
            {
                throw new InvalidOperationException($"The tests need the program {name}. Install it: sudo apt-get install -y {package}");
            }

            Say($"The tests need {name}, which is missing. Installing the package {package}.");
            Run(aptGet, "update", "-qq");
            Run(aptGet, "install", "-y", "-qq", "--no-install-recommends", package);
            return Find(name) ?? throw new InvalidOperationException($"The package {package} is installed and has no program {name}.");
        }
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } })!;
        process.WaitForExit();
        Say($"{Path.GetFileName(program)} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }

    private static void Say(string line)
    {
        Console.WriteLine(line);
        TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
