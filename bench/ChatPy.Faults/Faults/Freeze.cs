using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>C5: one side stops in mid step for a while, as a laptop that is closed, and goes on.</summary>
internal sealed class Freeze(string id, TimeSpan shortest, TimeSpan longest, int many) : IFault
{
    private const int MostLanes = 5;
    private const double MessagesPerSecond = 10;
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(90);

    /// <summary>Silence after which a peer is shown as offline.</summary>
    private static readonly TimeSpan s_dead = TimeSpan.FromSeconds(45);

    public string Id => id;

    public string Title => $"one side is stopped (SIGSTOP) for {shortest.TotalSeconds:F0} to {longest.TotalSeconds:F0} s, {MessagesPerSecond:F0} messages/s both ways";

    public int Few => longest > s_dead ? 0 : 5;

    public int Many => many;

    public Needs Needs => Needs.Linux;

    public Task RunAsync(FaultRun run) => Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
    {
        await using Node lea = run.CreateNode($"lea{lane}"), tom = run.CreateNode($"tom{lane}");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);

        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        foreach (int cycle in cycles)
        {
            (Node frozen, Node other) = cycle % 2 == 0 ? (tom, lea) : (lea, tom);
            await Task.Delay(run.Draw(TimeSpan.FromSeconds(1)), run.CancellationToken);
            await FreezeAsync(run, frozen, other, shortest + run.Draw(longest - shortest + TimeSpan.FromTicks(1)));
            run.Log($"{frozen.Name} is back; {run.Figures}");
        }

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, s_settling, run.CancellationToken));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    });

    private static async Task FreezeAsync(FaultRun run, Node frozen, Node other, TimeSpan stop)
    {
        long start = TimeProvider.System.GetTimestamp();
        frozen.Freeze();
        Task offline = other.UntilLinkAsync(frozen, LinkState.Offline, run.CancellationToken);
        if (await Task.WhenAny(offline, Task.Delay(stop, run.CancellationToken)) == offline)
        {
            run.Figures.Add("shown offline", TimeProvider.System.GetElapsedTime(start));
            await Task.Delay(stop - TimeProvider.System.GetElapsedTime(start), run.CancellationToken);
        }
        else if (stop > s_dead + TimeSpan.FromSeconds(1)) { run.Break($"{frozen.Name} was stopped for {stop.TotalSeconds:F0} s and never shown offline"); }

        int heard = frozen.Ledger.Shown;
        frozen.Thaw();
        start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(other.UntilLinkAsync(frozen, LinkState.Secure, run.CancellationToken), frozen.UntilLinkAsync(other, LinkState.Secure, run.CancellationToken));
        run.Figures.Add("back online", TimeProvider.System.GetElapsedTime(start));
        while (frozen.Ledger.Shown == heard) { await Task.Delay(TimeSpan.FromMilliseconds(5), run.CancellationToken); }

        run.Figures.Add("next message", TimeProvider.System.GetElapsedTime(start));
    }
}
