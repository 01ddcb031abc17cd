using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// C11: fsync fails now and then while both write, and each time after some failures the power goes as well: what was accepted or
/// acknowledged without an fsync that succeeded is gone then, and would be missed. A cycle is a failed fsync.
/// </summary>
internal sealed class FsyncError : IFault
{
    private const int FailuresOfOneLife = 10;
    private const double MessagesPerSecond = 50;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public string Id => "C11";

    public string Title => $"EIO from fsync and fdatasync, {MessagesPerSecond:F0} messages/s both ways; after every {FailuresOfOneLife} the power is cut too";

    public int Few => 20;

    public int Many => 500;

    public Needs Needs => Needs.Linux | Needs.Root | Needs.Strace;

    public async Task RunAsync(FaultRun run)
    {
        await using CuttableDisk disk = await CuttableDisk.CreateAsync(run.WorkDirectory, megabytes: 256);
        await using Node lea = run.CreateNode("lea", settings => settings with { DataDirectory = Path.Combine(disk.Path, "lea") }), tom = run.CreateNode("tom");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);

        int failed = 0;
        for (int life = 0; failed < run.Cycles; life++)
        {
            IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
            failed += await FailAsync(run, disk, lea, life);
            await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.New, s_patience, run.CancellationToken);
            if (!verdict.IsClean) { run.Break($"after {failed} failures: {verdict}"); }
            if (life % 10 == 9) { run.Log($"{failed} failures; {verdict}; {run.Figures}"); }
        }

        run.Figures.Note("failed", $"{failed:N0} fsyncs; {lea.Ledger.Refused:N0} times a message was refused");
        if (lea.Ledger.Refused == 0) { run.Break("no message was ever refused: this test does not bite"); }
        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, s_patience, run.CancellationToken));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    }

    private static async Task<int> FailAsync(FaultRun run, CuttableDisk disk, Node lea, int life)
    {
        string log = Path.Combine(run.WorkDirectory, $"strace{life}");
        int failed;
        await using (FsyncFailure failure = await FsyncFailure.AttachAsync(lea.ProcessId, run.Random.Next(1, 20), run.Random.Next(2, 10), log))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
            patience.CancelAfter(s_patience);
            while (failure.Count < FailuresOfOneLife) { await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token); }

            await lea.LosePowerAsync(disk);
            failed = failure.Count;
        }

        File.Delete(log);
        await disk.RestoreAsync();
        long start = TimeProvider.System.GetTimestamp();
        await lea.StartAsync(run.CancellationToken);
        run.Figures.Add("started", TimeProvider.System.GetElapsedTime(start));
        return failed;
    }
}
