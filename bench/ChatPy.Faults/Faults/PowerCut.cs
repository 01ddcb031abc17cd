using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// C4: the power of one side is cut while both write: its process ends and its disk stops, in one moment. What it had accepted or
/// acknowledged by then must be there when the power is back.
/// </summary>
/// <param name="id">Its name in the catalogue.</param>
/// <param name="synchronous">SQLite's <c>synchronous</c>: <c>FULL</c> is what ChatPy uses; <c>NORMAL</c> is the control, which must lose something.</param>
internal sealed class PowerCut(string id, string synchronous) : IFault
{
    private const int CyclesBetweenChecks = 25;
    private const double MessagesPerSecond = 50;
    private static readonly TimeSpan s_longestLife = TimeSpan.FromMilliseconds(400);

    public string Id => id;

    public string Title => IsControl
        ? "the control of C4: the same with synchronous=NORMAL, which must lose messages"
        : "power cut of one side (ext4 shutdown without log flush, its process killed in that moment), 50 messages/s both ways";

    public int Few => IsControl ? 6 : 10;

    public int Many => IsControl ? 50 : 500;

    public Needs Needs => Needs.Linux | Needs.Root;

    private bool IsControl => synchronous != "FULL";

    public async Task RunAsync(FaultRun run)
    {
        await using CuttableDisk disk = await CuttableDisk.CreateAsync(run.WorkDirectory, megabytes: 256);
        await using Node lea = run.CreateNode("lea", settings => settings with { DataDirectory = Path.Combine(disk.Path, "lea"), Synchronous = synchronous }), tom = run.CreateNode("tom");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);
        if (IsControl)
        {
            await LoseSomethingAsync(run, disk, lea, tom);
            return;
        }

        for (int done = 0; done < run.Cycles;)
        {
            int until = Math.Min(done + CyclesBetweenChecks, run.Cycles);
            IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
            for (; done < until; done++) { await CutAsync(run, disk, lea, tom); }

            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.New, TimeSpan.FromSeconds(60), run.CancellationToken);
            run.Log($"{done} cuts; {verdict}; {run.Figures}");
            if (!verdict.IsClean) { run.Break($"after {done} cuts: {verdict}"); }
        }

        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(60), run.CancellationToken));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    }

    private static async Task CutAsync(FaultRun run, CuttableDisk disk, Node lea, Node tom)
    {
        await Task.Delay(run.Draw(s_longestLife), run.CancellationToken);
        await lea.LosePowerAsync(disk);
        await disk.RestoreAsync();
        long start = TimeProvider.System.GetTimestamp();
        await lea.StartAsync(run.CancellationToken);
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
        run.Figures.Add("back online", TimeProvider.System.GetElapsedTime(start));
    }

    // Only what was accepted before the cut is looked for, in the history as the disk has it: the peer would send back the rest.
    private static async Task LoseSomethingAsync(FaultRun run, CuttableDisk disk, Node lea, Node tom)
    {
        long lost = 0, accepted = 0;
        int losing = 0;
        await Command.RunAsync("sync", "--file-system", disk.Path);   // the control is about messages, not about a database that never was
        for (int cut = 0; cut < run.Cycles; cut++)
        {
            await lea.ConnectAsync(tom, run.CancellationToken);
            IReadOnlyList<Guid> promised;
            await using (Traffic writing = new(lea, tom, MessagesPerSecond))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200) + run.Draw(s_longestLife), run.CancellationToken);
                promised = lea.Ledger.AcceptedFor(tom.Name, Scope.New);
                await Task.WhenAll(lea.LosePowerAsync(disk), tom.KillAsync());
            }

            await disk.RestoreAsync();
            await lea.StartAsync(run.CancellationToken);
            HashSet<Guid> kept = [.. (await lea.ReadAsync(tom))!.Select(row => row.Id)];
            long gone = promised.LongCount(id => !kept.Contains(id));
            (lost, accepted, losing) = (lost + gone, accepted + promised.Count, losing + (gone > 0 ? 1 : 0));
            lea.Ledger.MarkJudged(tom.Name);
            await tom.StartAsync(run.CancellationToken);
        }

        run.Figures.Note("the control lost", $"{lost:N0} of {accepted:N0} accepted messages, in {losing} of {run.Cycles} cuts");
        if (lost == 0) { run.Break("synchronous=NORMAL lost nothing: this test does not bite"); }
    }
}
