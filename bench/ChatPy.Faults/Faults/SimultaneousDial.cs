using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// D6: the connection is reset, and both dial at the same moment, beside what they do by themselves. One connection is left. And now and
/// then each dials itself, by its own address and by one that a router would lead back to it.
/// </summary>
internal sealed class SimultaneousDial : IFault
{
    private const int MostLanes = 4;
    private const int CyclesBetweenSelves = 10;
    private const double MessagesPerSecond = 10;
    private const string Hairpin = "203.0.113.7";
    private static readonly TimeSpan s_one = TimeSpan.FromSeconds(2);

    public string Id => "D6";

    public string Title => "both dial at the same moment after a reset; every tenth time each dials itself, also through a router (NAT hairpin)";

    public int Few => 10;

    public int Many => 1000;

    public Needs Needs => Needs.Linux | Needs.Root | Needs.Nftables;

    public async Task RunAsync(FaultRun run)
    {
        await using Room room = await Room.CreateAsync();
        await room.LeadBackAsync(Hairpin);
        await Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
        {
            await using Node lea = run.CreateNode($"lea{lane}", settings => settings with { Namespace = room.Name, ListenAddress = "0.0.0.0", ReachedAt = "127.0.0.1" });
            await using Node tom = run.CreateNode($"tom{lane}", settings => settings with { Namespace = room.Name });
            await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
            await lea.ConnectAsync(tom, run.CancellationToken);
            IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
            for (int i = 0; i < cycles.Count; i++)
            {
                await DialBothAsync(run, room, lea, tom);
                if (i % CyclesBetweenSelves == 0) { await DialSelfAsync(run, lea, tom); }
                if (i % 50 == 49) { run.Log($"lane {lane}, {i + 1}: {run.Figures}"); }
            }

            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(90), run.CancellationToken));
            await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
            await Integrity.CheckAsync(run, lea, tom);
        });
    }

    private static async Task DialBothAsync(FaultRun run, Room room, Node lea, Node tom)
    {
        int[] ports = [lea.Settings.PeerPort, tom.Settings.PeerPort];
        await room.RefuseAsync(ports);
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Offline, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Offline, run.CancellationToken));
        await room.HealAsync(ports);
        await Task.WhenAll(DialAsync(run, lea, tom), DialAsync(run, tom, lea));
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
        await OneSocket.CheckAsync(run, lea, tom, s_one);
    }

    private static async Task DialAsync(FaultRun run, Node from, Node to)
    {
        if (await from.DialAsync(to.Address) is not "" and var failure) { run.Break($"{from.Name} could not dial {to.Name}: {failure}\n{from.Output}"); }
    }

    private static async Task DialSelfAsync(FaultRun run, Node lea, Node tom)
    {
        foreach (string address in (string[])[lea.Address, $"127.0.0.2:{lea.Settings.PeerPort}", $"{Hairpin}:{lea.Settings.PeerPort}"])
        {
            string? answer = await lea.DialAsync(address);
            if (answer != nameof(ConnectFailure.Self)) { run.Break($"{lea.Name} dialled itself by {address} and was told \"{answer}\""); }
        }

        await OneSocket.CheckAsync(run, lea, tom, s_one);
    }
}
