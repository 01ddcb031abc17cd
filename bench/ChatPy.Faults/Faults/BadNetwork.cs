using System.Globalization;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>D1: every combination of loss, delay, jitter, and duplicated and corrupted packets. A cycle is one combination.</summary>
internal sealed class BadNetwork : IFault
{
    private const int MostLanes = 4;
    private const int MessagesEachWay = 2000;
    private const double MessagesPerSecond = 100;
    private static readonly TimeSpan s_ended = TimeSpan.FromSeconds(60);

    /// <summary>Duplicated and corrupted packets come together or not at all: 5 × 3 × 2 × 2 combinations.</summary>
    private static readonly LineQuality[] s_cells =
    [
        .. from loss in (double[])[0, 0.01, 0.05, 0.10, 0.20]
           from delay in (double[])[0, 20, 200]
           from jitter in (double[])[0, 0.5]
           from isDirty in (bool[])[false, true]
           select new LineQuality(loss, TimeSpan.FromMilliseconds(delay), jitter, isDirty ? 0.01 : 0, isDirty ? 0.001 : 0),
    ];

    public string Id => "D1";

    public string Title => $"loss 0 to 20 % × delay 0 to 200 ms × jitter 0 or 50 % × 1 % duplicated and 0.1 % corrupted packets or none; {MessagesEachWay:N0} messages each way in each of {s_cells.Length} cells";

    public int Few => 0;

    public int Many => s_cells.Length;

    public Needs Needs => Needs.Linux | Needs.Root;

    public Task RunAsync(FaultRun run) => Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
    {
        await using BadLine line = await BadLine.CreateAsync(lane, run.Seed + lane);
        await using Node lea = run.CreateNode($"lea{lane}", settings => settings with { Namespace = line.FirstSpace, ListenAddress = "0.0.0.0", ReachedAt = BadLine.FirstAddress });
        await using Node tom = run.CreateNode($"tom{lane}", settings => settings with { Namespace = line.SecondSpace, ListenAddress = "0.0.0.0", ReachedAt = BadLine.SecondAddress });
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);
        foreach (int cycle in cycles)
        {
            line.Quality = s_cells[cycle % s_cells.Length];
            await TalkAsync(run, s_cells[cycle % s_cells.Length], lea, tom);
        }

        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    });

    private static async Task TalkAsync(FaultRun run, LineQuality line, Node lea, Node tom)
    {
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        while (lea.Ledger.AcceptedFor(tom.Name, Scope.New).Count < MessagesEachWay || tom.Ledger.AcceptedFor(lea.Name, Scope.New).Count < MessagesEachWay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), run.CancellationToken);
        }

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        long start = TimeProvider.System.GetTimestamp();
        (Ledger leas, Ledger toms) = (lea.Ledger, tom.Ledger);
        (int fromLea, int fromTom) = (leas.AcceptedFor(tom.Name, Scope.New).Count, toms.AcceptedFor(lea.Name, Scope.New).Count);
        Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.New, TimeSpan.FromMinutes(3), run.CancellationToken);
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        run.Add(verdict);

        string cell = string.Create(CultureInfo.InvariantCulture, $"{line.Loss:P0} + {line.Delay.TotalMilliseconds:F0} ms");
        TimeSpan[] delays = [.. leas.NewestDelaysTo(tom.Name, toms, fromLea), .. toms.NewestDelaysTo(lea.Name, leas, fromTom)];
        foreach (TimeSpan delay in delays) { run.Figures.Add($"delivered at {cell}", delay); }

        run.Log($"{cell}, jitter {line.Jitter:P0}, duplicated {line.Duplication:P0}: {verdict} {took.TotalSeconds:F1} s after the last; delivered p99 {delays.Order().ElementAt(delays.Length * 99 / 100).TotalSeconds:F2} s");
        run.Figures.Add("ended after the last", took);
        if (!verdict.IsClean || took > s_ended) { run.Break($"{line}: {verdict} after {took.TotalSeconds:F1} s\n{lea.Output}\n{tom.Output}"); }
    }
}
