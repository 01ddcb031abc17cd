using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>D2: packets between the two vanish for a while, in both directions or in one, and nobody is told.</summary>
internal sealed class Partition(string id, TimeSpan shortest, TimeSpan longest, int lanes, int few, int many) : IFault
{
    private const double MessagesPerSecond = 10;

    /// <summary>Beside the backlog, after the network is whole again: the longest pause between two tries to dial.</summary>
    private static readonly TimeSpan s_drained = TimeSpan.FromSeconds(60);

    /// <summary>How much of a backlog is delivered in a second at least.</summary>
    private const double DrainedPerSecond = 500;

    public string Id => id;

    public string Title => $"a partition of {shortest.TotalSeconds:F0} to {longest.TotalSeconds:F0} s (nftables drops, no reset), one in three in one direction only; {MessagesPerSecond:F0} messages/s both ways";

    public int Few => few;

    public int Many => many;

    public Needs Needs => Needs.Linux | Needs.Root | Needs.Nftables;

    public async Task RunAsync(FaultRun run)
    {
        await using Room room = await Room.CreateAsync();
        await Lanes.RunAsync(run, lanes, async (lane, cycles) =>
        {
            await using Node lea = run.CreateNode($"lea{lane}", settings => settings with { Namespace = room.Name });
            await using Node tom = run.CreateNode($"tom{lane}", settings => settings with { Namespace = room.Name });
            await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
            await lea.ConnectAsync(tom, run.CancellationToken);
            foreach (int cycle in cycles)
            {
                await PartAsync(run, room, cycle, lea, tom);
                run.Log($"{cycle}: {run.Figures}");
            }

            await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
            await Integrity.CheckAsync(run, lea, tom);
        });
    }

    private async Task PartAsync(FaultRun run, Room room, int cycle, Node lea, Node tom)
    {
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        await Task.Delay(run.Draw(TimeSpan.FromSeconds(1)), run.CancellationToken);
        bool isOneWay = cycle % 3 == 2;
        if (isOneWay) { await room.CutOneWayAsync(from: tom.Settings.PeerPort, to: lea.Settings.PeerPort); }
        else { await room.CutAsync(lea.Settings.PeerPort, tom.Settings.PeerPort); }

        TimeSpan parted = shortest + run.Draw(longest - shortest + TimeSpan.FromTicks(1));
        await Task.Delay(parted, run.CancellationToken);
        await room.HealAsync(lea.Settings.PeerPort, tom.Settings.PeerPort);
        long start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.New, TimeSpan.FromMinutes(2), run.CancellationToken);
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        run.Add(verdict);
        run.Figures.Add(isOneWay ? "drained (one way)" : "drained", took);
        TimeSpan most = s_drained + TimeSpan.FromSeconds(verdict.Messages / DrainedPerSecond);
        if (!verdict.IsClean || took > most) { run.Break($"cycle {cycle}, parted for {parted.TotalSeconds:F1} s: {verdict} after {took.TotalSeconds:F1} s\n{lea.Output}\n{tom.Output}"); }
    }
}
