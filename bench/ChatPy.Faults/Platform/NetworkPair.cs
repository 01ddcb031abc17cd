namespace ChatPy.Faults.Platform;

/// <summary>Two machines, as far as the network goes: two network namespaces with one interface each, in the same /16.</summary>
internal sealed class NetworkPair : IAsyncDisposable
{
    private const int PrefixLength = 16;
    private static int s_count;
    private readonly string _ourName = $"chatpy-pair-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";

    /// <summary>The two namespaces.</summary>
    public string First => _ourName + "-a";

    public string Second => _ourName + "-b";

    /// <summary>Makes the namespaces and nothing between them.</summary>
    public static async Task<NetworkPair> CreateAsync()
    {
        var pair = new NetworkPair();
        foreach (string space in (string[])[pair.First, pair.Second])
        {
            await Command.RunAsync("ip", "netns", "add", space);
            await Command.RunAsync("ip", "-n", space, "link", "set", "lo", "up");
        }

        return pair;
    }

    /// <summary>Lays a cable between them: what goes in at one end comes out at the other.</summary>
    public async Task LayCableAsync(string device)
    {
        await Command.RunAsync("ip", "-n", First, "link", "add", device, "type", "veth", "peer", "name", device, "netns", Second);
        foreach (string space in (string[])[First, Second]) { await Command.RunAsync("ip", "-n", space, "link", "set", device, "up"); }
    }

    /// <summary>Gives one of them an address on its interface.</summary>
    public static Task AddAddressAsync(string space, string device, string address) => Command.RunAsync("ip", "-n", space, "addr", "add", $"{address}/{PrefixLength}", "dev", device);

    /// <summary>Takes an address away; what was sent from it is lost.</summary>
    public static Task RemoveAddressAsync(string space, string device, string address) => Command.RunAsync("ip", "-n", space, "addr", "delete", $"{address}/{PrefixLength}", "dev", device);

    public async ValueTask DisposeAsync()
    {
        foreach (string space in (string[])[First, Second]) { await Command.TryAsync("ip", "netns", "delete", space); }
    }
}
