using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>Who is killed.</summary>
internal enum Victims
{
    First,
    SecondOrBoth,
}

/// <summary>C1 and C2: kill -9 at random instants while both write 50 messages a second.</summary>
internal sealed class Kill(string id, string title, Victims victims) : IFault
{
    private const int CyclesBetweenChecks = 50;
    private const double MessagesPerSecond = 50;
    private static readonly TimeSpan s_longestLife = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan s_backOnline = TimeSpan.FromSeconds(3);

    public string Id => id;

    public string Title => title;

    public int Few => 8;

    public int Many => 1000;

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
            for (; done < until; done++) { await KillAndRestartAsync(run, done, lea, tom); }

            await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
            Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.New, TimeSpan.FromSeconds(60), run.CancellationToken);
            run.Log($"{done} kills; {verdict}; {run.Figures}");
            if (!verdict.IsClean) { run.Break($"after {done} kills: {verdict}"); }
        }

        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(60), run.CancellationToken));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
        if (run.Figures.Percentile("back online", 0.99) > s_backOnline) { run.Figures.Note("note:", "back online is slower than the 3 s wanted at p99"); }
    }

    private async Task KillAndRestartAsync(FaultRun run, int cycle, Node lea, Node tom)
    {
        Node[] killed = victims == Victims.First ? [lea] : cycle % 4 == 3 ? [lea, tom] : [tom];
        await Task.Delay(run.Draw(s_longestLife), run.CancellationToken);
        await Task.WhenAll(killed.Select(node => node.KillAsync()));

        long start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(killed.Select(node => node.StartAsync(run.CancellationToken)));
        run.Figures.Add("started", TimeProvider.System.GetElapsedTime(start));
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
        run.Figures.Add("back online", TimeProvider.System.GetElapsedTime(start));
    }
}
