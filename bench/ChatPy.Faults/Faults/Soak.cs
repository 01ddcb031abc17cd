using System.Collections.Immutable;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>D9: ten peers in a ring, each writing to both neighbours, and a fault every 20 s. A cycle is a minute.</summary>
internal sealed class Soak : IFault
{
    private const int Peers = 10;

    /// <summary>The last of the ring are never harmed: what they hold after an hour is what an hour costs.</summary>
    private const int Unharmed = 2;

    /// <summary>Of all together; a million in an hour, and some to spare.</summary>
    private const double MessagesPerSecond = 300;
    private static readonly TimeSpan s_betweenFaults = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_settling = TimeSpan.FromMinutes(3);

    public string Id => "D9";

    public string Title => $"{Peers} peers in a ring for that many minutes, {MessagesPerSecond:F0} messages/s in all, a fault every {s_betweenFaults.TotalSeconds:F0} s";

    public int Few => 0;

    public int Many => 60;

    public Needs Needs => Needs.Linux | Needs.Root | Needs.Nftables;

    public async Task RunAsync(FaultRun run)
    {
        await using Room room = await Room.CreateAsync();
        await using CuttableDisk disk = await CuttableDisk.CreateAsync(run.WorkDirectory, megabytes: 2048);
        Node[] ring = [.. Enumerable.Range(0, Peers).Select(number => run.CreateNode($"peer{number}", settings => settings with
        {
            Namespace = room.Name,
            DataDirectory = number == 0 ? Path.Combine(disk.Path, "peer0") : settings.DataDirectory,
        }))];
        try
        {
            foreach (Node[] pair in ring.Chunk(2)) { await Task.WhenAll(pair.Select(node => node.StartAsync(run.CancellationToken))); }
            foreach ((Node one, Node other) in Links(ring)) { await one.ConnectAsync(other, run.CancellationToken); }

            var misfortune = new Misfortune(run, room, disk, ring[..^Unharmed], Links(ring));
            double each = MessagesPerSecond / (2 * Peers);
            ImmutableArray<Traffic> traffic = [.. Links(ring).SelectMany(link => Traffic.Between(link.One, link.Other, each))];
            ResourceUse[] before = [];
            for (int minute = 0; minute < run.Cycles; minute++)
            {
                for (int fault = 0; fault < 60 / s_betweenFaults.TotalSeconds; fault++)
                {
                    Task next = Task.Delay(s_betweenFaults, run.CancellationToken);
                    await misfortune.StrikeAsync();
                    await next;
                }

                ResourceUse[] use = [.. ring[^Unharmed..].Select(node => ResourceUse.Of(node.ProcessId))];
                if (minute == Math.Min(10, run.Cycles - 1)) { before = use; }
                run.Log($"minute {minute + 1}: {ring.Sum(node => node.Ledger.Shown):N0} shown; {string.Join(", ", use)}; {run.Figures}");
                if (minute == run.Cycles - 1) { run.Figures.Note("unharmed peers", string.Join(", ", before.Zip(use, (early, late) => $"{early} → {late}"))); }
            }

            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            await misfortune.UntilOverAsync();
            foreach ((Node one, Node other) in Links(ring))
            {
                Verdict verdict = await Checker.SettleAsync(one, other, Scope.Everything, s_settling, run.CancellationToken);
                run.Log($"{one.Name} and {other.Name}: {verdict}");
                run.Add(verdict);
            }

            await Task.WhenAll(ring.Select(node => node.KillAsync()));
            await Integrity.CheckAsync(run, ring);
        }
        finally
        {
            foreach (Node node in ring) { await node.DisposeAsync(); }
        }
    }

    private static IEnumerable<(Node One, Node Other)> Links(Node[] ring) => ring.Select((node, place) => (node, ring[(place + 1) % ring.Length]));
}
