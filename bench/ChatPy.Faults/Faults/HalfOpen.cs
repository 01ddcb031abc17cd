using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// D4: a peer vanishes without a word (power and network at once) and comes back at the same address: at once, so that its new connection
/// meets the old one, or only after the old one had to be found dead.
/// </summary>
internal sealed class HalfOpen : IFault
{
    private const int MostLanes = 10;
    private const double MessagesPerSecond = 10;
    private static readonly TimeSpan s_dead = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_one = TimeSpan.FromSeconds(2);

    public string Id => "D4";

    public string Title => "a peer vanishes without a word and comes back at the same address, every second time only after the silence was noticed";

    public int Few => 0;

    public int Many => 100;

    public Needs Needs => Needs.Linux | Needs.Root | Needs.Nftables;

    public async Task RunAsync(FaultRun run)
    {
        await using Room room = await Room.CreateAsync();
        await Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
        {
            await using Node lea = run.CreateNode($"lea{lane}", settings => settings with { Namespace = room.Name });
            await using Node tom = run.CreateNode($"tom{lane}", settings => settings with { Namespace = room.Name });
            await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
            await lea.ConnectAsync(tom, run.CancellationToken);
            IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
            for (int i = 0; i < cycles.Count; i++)
            {
                await Task.Delay(run.Draw(TimeSpan.FromSeconds(1)), run.CancellationToken);
                await VanishAsync(run, room, lea, tom, forLong: i % 2 == 1);
            }

            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(90), run.CancellationToken));
            run.Log($"lane {lane}: {run.Figures}");
            await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
            await Integrity.CheckAsync(run, lea, tom);
        });
    }

    private static async Task VanishAsync(FaultRun run, Room room, Node lea, Node tom, bool forLong)
    {
        int[] ports = [lea.Settings.PeerPort, tom.Settings.PeerPort];
        await room.CutAsync(ports);   // not even the kernel's word that the process is gone gets through
        long start = TimeProvider.System.GetTimestamp();
        await tom.KillAsync();
        if (forLong)
        {
            await lea.UntilLinkAsync(tom, LinkState.Offline, run.CancellationToken);
            run.Measure("silence noticed", TimeProvider.System.GetElapsedTime(start), s_dead);
        }

        await room.HealAsync(ports);
        await tom.StartAsync(run.CancellationToken);
        start = TimeProvider.System.GetTimestamp();
        int heard = tom.Ledger.Shown;
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
        while (tom.Ledger.Shown == heard) { await Task.Delay(TimeSpan.FromMilliseconds(5), run.CancellationToken); }

        run.Figures.Add(forLong ? "heard again after long" : "heard again at once", TimeProvider.System.GetElapsedTime(start));
        await OneSocket.CheckAsync(run, lea, tom, s_one);
    }
}
