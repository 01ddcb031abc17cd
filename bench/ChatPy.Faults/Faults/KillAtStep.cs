using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>C3: a process dies at a named step of a message's way, the n-th time it comes there.</summary>
internal sealed class KillAtStep : IFault
{
    private const int CyclesBetweenChecks = 35;
    private const int MostPasses = 20;
    private const double MessagesPerSecond = 50;

    public string Id => "C3";

    public string Title => $"kill at a named step, each in turn: {string.Join(", ", Steps.All)}; {MessagesPerSecond:F0} messages/s both ways";

    public int Few => Steps.All.Count;

    public int Many => Steps.All.Count * 100;

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(FaultRun run)
    {
        await using Node lea = run.CreateNode("lea"), tom = run.CreateNode("tom");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);

        for (int done = 0; done < run.Cycles;)
        {
            int until = Math.Min(done + CyclesBetweenChecks, run.Cycles);
            IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
            for (; done < until; done++) { await DieAsync(run, Steps.All[done % Steps.All.Count], lea, tom); }

            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.New, TimeSpan.FromSeconds(60), run.CancellationToken);
            run.Log($"{done} kills; {verdict}; {run.Figures}");
            if (!verdict.IsClean) { run.Break($"after {done} kills: {verdict}"); }
        }

        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(60), run.CancellationToken));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    }

    private static async Task DieAsync(FaultRun run, string step, Node lea, Node tom)
    {
        lea.Arm(step, 1 + run.Random.Next(MostPasses));
        await lea.UntilDownAsync().WaitAsync(TimeSpan.FromSeconds(60), run.CancellationToken);
        await lea.KillAsync();

        long start = TimeProvider.System.GetTimestamp();
        await lea.StartAsync(run.CancellationToken);
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
        run.Figures.Add("back online", TimeProvider.System.GetElapsedTime(start));
    }
}
