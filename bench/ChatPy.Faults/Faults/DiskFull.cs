using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// C7: a disk of 8 MiB is full, by a file or by long texts, while both write. Nothing that cannot be stored is accepted, the page says so
/// within 2 s, and with 1 MiB free again everything goes on by itself.
/// </summary>
internal sealed class DiskFull : IFault
{
    private const int Megabytes = 8;
    private const int Freed = 1024 * 1024;
    private const int CyclesOfOneDisk = 5;
    private const double MessagesPerSecond = 50;
    private static readonly TimeSpan s_told = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_recovered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public string Id => "C7";

    public string Title => $"a disk of {Megabytes} MiB is filled by a file or by long texts, {MessagesPerSecond:F0} messages/s both ways; then {Freed / 1024 / 1024} MiB is freed";

    public int Few => 3;

    public int Many => 100;

    public Needs Needs => Needs.Linux | Needs.Root;

    public async Task RunAsync(FaultRun run)
    {
        for (int done = 0; done < run.Cycles; done += CyclesOfOneDisk)
        {
            await using SmallDisk disk = await SmallDisk.CreateAsync(Path.Combine(run.WorkDirectory, $"disk{done}"), Megabytes);
            await using Node lea = run.CreateNode($"lea{done}", settings => settings with { DataDirectory = Path.Combine(disk.Path, "lea") }), tom = run.CreateNode($"tom{done}");
            await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
            await lea.ConnectAsync(tom, run.CancellationToken);
            Traffic back = new(tom, lea, MessagesPerSecond);
            for (int cycle = done; cycle < Math.Min(done + CyclesOfOneDisk, run.Cycles); cycle++) { await FillAndFreeAsync(run, disk, lea, tom, byTexts: cycle % 2 == 1); }

            await back.StopAsync();
            Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(60), run.CancellationToken);
            run.Log($"{Math.Min(done + CyclesOfOneDisk, run.Cycles)} times full; {verdict}; {run.Figures}");
            run.Add(verdict);
            await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
            await Integrity.CheckAsync(run, lea, tom);
        }
    }

    private static async Task FillAndFreeAsync(FaultRun run, SmallDisk disk, Node lea, Node tom, bool byTexts)
    {
        await Task.Delay(run.Draw(TimeSpan.FromSeconds(1)), run.CancellationToken);
        int refused = lea.Ledger.Refused;
        disk.FillUpTo(byTexts ? 256 * 1024 : run.Random.Next(64 * 1024));
        // One writer at a time: of two at once nobody can say whose text was accepted first.
        await using Traffic texts = new(lea, tom, MessagesPerSecond, padding: byTexts ? new string('x', 12 * 1024) : "");
        await WaitAsync(run, () => lea.Ledger.Refused > refused);
        long start = TimeProvider.System.GetTimestamp();
        await UntilAsync(run, lea, Trouble.NotSaving.ToString(), "told", start, s_told);
        await Task.Delay(run.Draw(TimeSpan.FromSeconds(2)), run.CancellationToken);
        disk.Free(Freed);
        start = TimeProvider.System.GetTimestamp();
        await texts.StopAsync();
        await UntilAsync(run, lea, "", "recovered", start, s_recovered);
    }

    private static async Task UntilAsync(FaultRun run, Node node, string trouble, string name, long start, TimeSpan most)
    {
        try { await node.UntilTroubleAsync(trouble, run.CancellationToken).WaitAsync(s_patience, run.CancellationToken); }
        catch (TimeoutException) { throw new InvalidOperationException($"Not {name} after {s_patience.TotalSeconds:F0} s:\n{node.Output}"); }

        run.Measure(name, TimeProvider.System.GetElapsedTime(start), most);
    }

    private static async Task WaitAsync(FaultRun run, Func<bool> holds)
    {
        while (!holds()) { await Task.Delay(TimeSpan.FromMilliseconds(5), run.CancellationToken); }
    }
}
