using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>
/// D3: the connection ends after its k-th byte, in the banner, in the handshake, in a frame: one cycle with a reset, the next as if both had
/// finished. The cycles of a run are spread over k = 1 … <see cref="LastByte"/>.
/// </summary>
internal sealed class CutAtByte : IFault
{
    private const int LastByte = 20_000;
    private const double MessagesPerSecond = 50;

    public string Id => "D3";

    public string Title => $"every connection is cut after its k-th byte, k = 1 to {LastByte:N0}, by reset and by FIN in turn; {MessagesPerSecond:F0} messages/s both ways";

    public int Few => 20;

    public int Many => LastByte;

    public Needs Needs => Needs.Linux;

    public async Task RunAsync(FaultRun run)
    {
        // Only the one that dials through the relay can be reached by it: the other would find a way around.
        await using Node lea = run.CreateNode("lea", settings => settings with { ListenAddress = "127.0.0.2" }), tom = run.CreateNode("tom");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await using var relay = new Relay(tom.Address, connection => connection == 0 || connection > run.Cycles ? null : new Cut(1 + (connection - 1L) * LastByte / run.Cycles, IsReset: connection % 2 == 0));
        tom.Settings = tom.Settings with { ReachedAt = "127.0.0.1", PeerPort = int.Parse(relay.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) };
        await lea.ConnectAsync(tom, run.CancellationToken);
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        await lea.DialAsync(relay.Address);

        for (int cut = 0; cut < run.Cycles; cut++)
        {
            _ = lea.DialAsync(relay.Address);
            await relay.UntilEndedAsync(run.CancellationToken);
            if (cut % 500 == 499) { run.Log($"{cut + 1} connections cut; {lea.Ledger.Shown + tom.Ledger.Shown:N0} messages shown"); }
        }

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(90), run.CancellationToken));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    }
}
