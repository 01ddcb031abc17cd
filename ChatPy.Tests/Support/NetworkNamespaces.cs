using System.Diagnostics;

namespace ChatPy.Tests.Support;

/// <summary>Two machines on one cable: network namespaces joined by a pair of virtual interfaces, with addresses of their own.</summary>
internal sealed class NetworkNamespaces : IAsyncDisposable
{
    public const string FirstAddress = "10.77.3.1";
    public const string SecondAddress = "10.77.3.2";

    /// <summary>On the cable, but nobody has it: "no route to host" once nobody has answered who does.</summary>
    public const string NobodysAddress = "10.77.3.9";

    /// <summary>Routed to the second machine, which is not it and passes nothing on: no answer ever.</summary>
    public const string SilentAddress = "10.77.200.1";

    private static int s_count;

    private readonly string _name = $"chatpy-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";

    private NetworkNamespaces() { }

    /// <summary>Whether this machine lets us make some: Linux, and root.</summary>
    public static bool AreAllowed { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && CanMakeOne();

    public string First => $"{_name}-a";

    public string Second => $"{_name}-b";

    public static async Task<NetworkNamespaces> CreateAsync()
    {
        var made = new NetworkNamespaces();
        await RunAsync("netns", "add", made.First);
        await RunAsync("netns", "add", made.Second);
        await RunAsync("-n", made.First, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", made.Second);
        foreach ((string name, string address) in ((string, string)[])[(made.First, FirstAddress), (made.Second, SecondAddress)])
        {
            await RunAsync("-n", name, "link", "set", "lo", "up");
            await RunAsync("-n", name, "address", "add", $"{address}/24", "dev", "eth0");
            await RunAsync("-n", name, "link", "set", "eth0", "up");
        }

        await RunAsync("-n", made.First, "route", "add", "10.77.200.0/24", "via", SecondAddress);
        await UntilUpAsync(made.First);
        await UntilUpAsync(made.Second);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("netns", "delete", First);
        await RunAsync("netns", "delete", Second);
    }

    // A cable is known to be plugged in up to a second after it is; machines that start are slower than that.
    private static async Task UntilUpAsync(string name)
    {
        while (!(await RunAsync("-n", name, "link", "show", "eth0")).Contains("state UP", StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static bool CanMakeOne()
    {
        string name = $"chatpy-{Environment.ProcessId}-try";
        return Run(["netns", "add", name]) && Run(["netns", "delete", name]);
    }

    private static bool Run(string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;   // no such program
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> complaint = process.StandardError.ReadToEndAsync();
        string answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? answer : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {await complaint}");
    }
}
