namespace ChatPy.Faults.Platform;

/// <summary>A network of its own with nothing but a loopback interface, where a listener can be cut off.</summary>
internal sealed class Room : IAsyncDisposable
{
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
        await room.RunAsync("nft", "add set inet faults cut { type inet_service; }");
        await room.RunAsync("nft", "add set inet faults refused { type inet_service; }");
        foreach (string side in (string[])["sport", "dport"])
        {
            await room.RunAsync("nft", $"add rule inet faults input tcp {side} @cut drop");
            await room.RunAsync("nft", $"add rule inet faults input tcp {side} @refused reject with tcp reset");
        }

        return room;
    }

    /// <summary>Nothing gets to this port or from it, and nobody is told.</summary>
    public Task CutAsync(int port) => RunAsync("nft", $"add element inet faults cut {{ {port} }}");

    /// <summary>Everything to this port or from it is answered with a reset.</summary>
    public Task RefuseAsync(int port) => RunAsync("nft", $"add element inet faults refused {{ {port} }}");

    /// <summary>All is as it was.</summary>
    public async Task HealAsync(int port)
    {
        foreach (string set in (string[])["cut", "refused"]) { await Command.TryAsync("ip", "netns", "exec", Name, "nft", $"delete element inet faults {set} {{ {port} }}"); }
    }

    public async ValueTask DisposeAsync() => await Command.TryAsync("ip", "netns", "delete", Name);

    private Task<string> RunAsync(string program, params string[] arguments) => Command.RunAsync("ip", ["netns", "exec", Name, program, .. arguments]);
}
