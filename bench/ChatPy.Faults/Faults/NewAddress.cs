using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>D5: a machine gets another address while messages for it wait and more are written; as a laptop that is carried to another room.</summary>
internal sealed class NewAddress : IFault
{
    private const int MostLanes = 5;
    private const string Device = "cable";
    private const double MessagesPerSecond = 20;
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(3);

    public string Id => "D5";

    public string Title => $"a machine loses its address, is away for up to {s_away.TotalSeconds:F0} s and comes back at another one, {MessagesPerSecond:F0} messages/s both ways";

    public int Few => 2;

    public int Many => 100;

    public Needs Needs => Needs.Linux | Needs.Root;

    public Task RunAsync(FaultRun run) => Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
    {
        await using NetworkPair pair = await NetworkPair.CreateAsync();
        await pair.LayCableAsync(Device);
        await NetworkPair.AddAddressAsync(pair.First, Device, "10.77.0.1");
        await NetworkPair.AddAddressAsync(pair.Second, Device, AddressOf(0));
        await using Node lea = run.CreateNode($"lea{lane}", settings => settings with { Namespace = pair.First, ListenAddress = "0.0.0.0", ReachedAt = "10.77.0.1" });
        await using Node tom = run.CreateNode($"tom{lane}", settings => settings with { Namespace = pair.Second, ListenAddress = "0.0.0.0", ReachedAt = AddressOf(0) });
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        for (int i = 0; i < cycles.Count; i++)
        {
            await Task.Delay(run.Draw(TimeSpan.FromSeconds(1)), run.CancellationToken);
            await NetworkPair.RemoveAddressAsync(pair.Second, Device, AddressOf(i));
            await Task.Delay(run.Draw(s_away), run.CancellationToken);
            (int leas, int toms) = (lea.Ledger.Shown, tom.Ledger.Shown);
            await NetworkPair.AddAddressAsync(pair.Second, Device, AddressOf(i + 1));
            long start = TimeProvider.System.GetTimestamp();
            while (lea.Ledger.Shown == leas || tom.Ledger.Shown == toms) { await Task.Delay(TimeSpan.FromMilliseconds(5), run.CancellationToken); }

            run.Figures.Add("heard again", TimeProvider.System.GetElapsedTime(start));
            run.Log($"{lane}/{i}: {run.Figures}");
        }

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(90), run.CancellationToken));
        foreach (Node node in (Node[])[lea, tom])
        {
            if (node.Conversations.Count > 1) { run.Break($"{node.Name} has {string.Join(", ", node.Conversations)}\n{node.Output}"); }
        }

        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    });

    private static string AddressOf(int change) => $"10.77.{1 + change / 200}.{2 + change % 200}";
}
