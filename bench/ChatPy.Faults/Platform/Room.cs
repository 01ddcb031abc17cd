namespace ChatPy.Faults.Platform;

/// <summary>A network of its own with nothing but a loopback interface, where a listener can be cut off.</summary>
internal sealed class Room : IAsyncDisposable
{
    private static readonly string[] s_sets = ["deaf", "mute", "refused"];
    private static int s_count;

    private Room(string name) => Name = name;

    /// <summary>Its network namespace.</summary>
    public string Name { get; }

    public static async Task<Room> CreateAsync()
    {
        var room = new Room($"chatpy-room-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        await Command.RunAsync("ip", "netns", "add", room.Name);
        await room.RunAsync("ip", "link", "set", "lo", "up");
        await room.RunAsync("nft", "add table inet faults");
        await room.RunAsync("nft", "add chain inet faults input { type filter hook input priority 0; }");
        foreach (string set in s_sets) { await room.RunAsync("nft", $"add set inet faults {set} {{ type inet_service; }}"); }
        await room.RunAsync("nft", "add rule inet faults input tcp dport @deaf drop");
        await room.RunAsync("nft", "add rule inet faults input tcp sport @mute drop");
        await room.RunAsync("nft", "add rule inet faults input tcp flags & rst != 0 accept");   // the resets themselves get through
        await room.RunAsync("nft", "add rule inet faults input tcp dport @refused reject with tcp reset");
        await room.RunAsync("nft", "add rule inet faults input tcp sport @refused reject with tcp reset");

        return room;
    }

    /// <summary>Whoever dials this address reaches the room itself, as by a router that sends what comes from inside back inside.</summary>
    public async Task LeadBackAsync(string address)
    {
        await RunAsync("ip", "route", "add", address, "dev", "lo", "src", "127.0.0.1");
        await RunAsync("nft", $"add table ip hairpin; add chain ip hairpin output {{ type nat hook output priority -100; }}; add rule ip hairpin output ip daddr {address} dnat to 127.0.0.1");
    }

    /// <summary>Nothing gets to these ports or from them, and nobody is told.</summary>
    public Task CutAsync(params int[] ports) => RunAsync("nft", $"{Add("deaf", ports)} {Add("mute", ports)}");

    /// <summary>One direction only: whichever of the two dialled, nothing of the first gets to the second.</summary>
    public Task CutOneWayAsync(int from, int to) => RunAsync("nft", $"{Add("mute", from)} {Add("deaf", to)}");

    /// <summary>Everything to these ports or from them is answered with a reset.</summary>
    public Task RefuseAsync(params int[] ports) => RunAsync("nft", Add("refused", ports));

    /// <summary>All is as it was.</summary>
    public async Task HealAsync(params int[] ports)
    {
        foreach (int port in ports)
        {
            foreach (string set in s_sets) { await Command.TryAsync("ip", "netns", "exec", Name, "nft", $"delete element inet faults {set} {{ {port} }}"); }
        }
    }

    public async ValueTask DisposeAsync() => await Command.TryAsync("ip", "netns", "delete", Name);

    private static string Add(string set, params int[] ports) => $"add element inet faults {set} {{ {string.Join(", ", ports)} }};";

    private Task<string> RunAsync(string program, params string[] arguments) => Command.RunAsync("ip", ["netns", "exec", Name, program, .. arguments]);
}
