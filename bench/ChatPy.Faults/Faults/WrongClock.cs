using System.Diagnostics;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>C12: the clock of either side jumps by hours or decades in mid chat. The order stays, the links stay.</summary>
internal sealed class WrongClock : IFault
{
    private const int MostLanes = 4;
    private const double MessagesPerSecond = 20;
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(500);

    public string Id => "C12";

    public string Title => "a clock jumps by ±1 h, by ±10 years, to 1970, to 2038, to 9999 and back, in mid chat";

    public int Few => 50;

    public int Many => 200;

    public Needs Needs => Needs.Nothing;

    public Task RunAsync(FaultRun run) => Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
    {
        await using Node lea = run.CreateNode($"lea{lane}", WithClock), tom = run.CreateNode($"tom{lane}", WithClock);
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);
        (int leas, int toms) = (lea.LinkChanges, tom.LinkChanges);

        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        TimeSpan busy = CpuTime(lea) + CpuTime(tom);
        foreach (int _ in cycles)
        {
            await Task.Delay(s_between + run.Draw(s_between), run.CancellationToken);
            Node wrong;
            TimeSpan offset;
            lock (run.Random) { (wrong, offset) = (run.Random.Next(2) == 0 ? lea : tom, Jump(run.Random)); }
            await wrong.SetClockAsync(offset);
        }

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        busy = CpuTime(lea) + CpuTime(tom) - busy;
        run.Figures.Add("CPU of both for each jump", busy / cycles.Count);
        run.Add(await Checker.SettleAsync(lea, tom, Scope.Everything, TimeSpan.FromSeconds(60), run.CancellationToken));
        if (lea.LinkChanges != leas || tom.LinkChanges != toms) { run.Break($"the link of {lea.Name} and {tom.Name} broke:\n{lea.Output}\n{tom.Output}"); }
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    });

    private static NodeSettings WithClock(NodeSettings settings) => settings with { HasMovableClock = true };

    private static TimeSpan CpuTime(Node node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        return process.TotalProcessorTime;
    }

    private static TimeSpan Jump(Random random)
    {
        DateTime now = DateTime.UtcNow;
        return random.Next(8) switch
        {
            0 => TimeSpan.FromHours(1),   // as when summer time is set by hand
            1 => TimeSpan.FromHours(-1),
            2 => now.AddYears(10) - now,
            3 => now.AddYears(-10) - now,
            4 => DateTime.UnixEpoch - now,
            5 => new DateTime(2038, 1, 19, 3, 14, 7, DateTimeKind.Utc) - now,
            6 => new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc) - now,
            _ => TimeSpan.Zero,
        };
    }
}
