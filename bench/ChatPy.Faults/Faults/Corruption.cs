using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Faults.Faults;

/// <summary>
/// C8: a history is damaged while ChatPy is down: random bytes flipped, cut short, its header zeroed, a write-ahead log that is not its own; or
/// nothing but its index for searching. ChatPy starts all the same, says so if it had to move the history aside, which it has not for the index, and destroys nothing.
/// </summary>
internal sealed class Corruption : IFault
{
    private const int MostLanes = 2;
    private const int Header = 100;
    private const string IndexDamaged = "index damaged";
    private static readonly TimeSpan s_started = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_talk = TimeSpan.FromSeconds(1.5);

    public string Id => "C8";

    public string Title => "a damaged history: 1 to 64 bytes flipped, cut short, the header zeroed, a foreign write-ahead log, a damaged index";

    public int Few => 8;

    public int Many => 1000;

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(FaultRun run)
    {
        await using Node lea = run.CreateNode("lea"), tom = run.CreateNode("tom");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, perSecond: 200);
        await Task.Delay(s_talk, run.CancellationToken);
        _ = await lea.FindAsync(tom, "lea");   // so that there is an index, and more after it
        await Task.Delay(s_talk, run.CancellationToken);
        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());   // with all the log that a kill leaves

        await Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
        {
            await using Node node = run.CreateNode($"lane{lane}");
            foreach (int cycle in cycles) { await DamageAndStartAsync(run, cycle, lea, tom, node); }
        });
        run.Figures.Note("moved aside", $"{_aside:N0}; taken as sound {_sound:N0}, of which {_later:N0} moved aside by the second start");
    }

    private int _aside, _sound, _later;

    private async Task DamageAndStartAsync(FaultRun run, int cycle, Node template, Node tom, Node node)
    {
        string directory = node.Settings.DataDirectory;
        if (Directory.Exists(directory)) { Directory.Delete(directory, recursive: true); }
        Copy(template.Settings.DataDirectory, directory);
        string how;
        lock (run.Random) { how = Damage(run.Random, cycle, Path.Combine(directory, "history.db"), Path.Combine(tom.Settings.DataDirectory, "history.db-wal")); }

        byte[] damaged = await File.ReadAllBytesAsync(Path.Combine(directory, "history.db"), run.CancellationToken);
        long start = TimeProvider.System.GetTimestamp();
        await node.StartAsync(run.CancellationToken);
        run.Measure("started", TimeProvider.System.GetElapsedTime(start), s_started);
        if (WasMovedAside(directory))
        {
            if (how == IndexDamaged) { run.Break($"cycle {cycle}: a history was moved aside for its index"); }
            Interlocked.Increment(ref _aside);
            await JudgeMovedAsync(run, cycle, how, node, damaged);
        }
        else
        {
            Interlocked.Increment(ref _sound);
            await JudgeSoundAsync(run, cycle, how, node, tom);
            if (how == IndexDamaged) { await JudgeIndexAsync(run, cycle, node, tom); }
        }

        await node.KillAsync();
        if (cycle % 100 == 99) { run.Log($"{cycle + 1}: {run.Figures}"); }
    }

    private static async Task JudgeMovedAsync(FaultRun run, int cycle, string how, Node node, byte[] damaged)
    {
        await node.UntilTroubleAsync(nameof(Trouble.HistoryMovedAside), run.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), run.CancellationToken);
        string kept = Directory.EnumerateFiles(node.Settings.DataDirectory, "history.db.corrupt-*").First(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
        if (!(await File.ReadAllBytesAsync(kept, run.CancellationToken)).AsSpan().SequenceEqual(damaged)) { run.Break($"cycle {cycle}, {how}: what was moved aside is not what lay there"); }
    }

    // Taken for sound: the person reads and writes on, or is told at the latest by the next start.
    private async Task JudgeSoundAsync(FaultRun run, int cycle, string how, Node node, Node tom)
    {
        if (await node.ReadAsync(tom) is not null && await node.SendAsync(tom, Guid.CreateVersion7(), "still here") == SendResult.Stored) { return; }
        if (!node.IsUp) { run.Break($"cycle {cycle}, {how}: it died of it\n{node.Output}"); }

        await node.KillAsync();
        await node.StartAsync(run.CancellationToken);
        if (WasMovedAside(node.Settings.DataDirectory)) { Interlocked.Increment(ref _later); }
        else if (await node.SendAsync(tom, Guid.CreateVersion7(), "still here") is not SendResult.Stored and var answer) { run.Break($"cycle {cycle}, {how}: taken for sound twice, and it answers {answer}\n{node.Output}"); }
    }

    // Every text has the names of both.
    private static async Task JudgeIndexAsync(FaultRun run, int cycle, Node node, Node tom)
    {
        int? rows = (await node.ReadAsync(tom))?.Count - 1, found = await node.FindAsync(tom, "lea tom");   // all but the one of just now
        if (found != rows) { run.Break($"cycle {cycle}: {found} found of {rows}, after the index was damaged\n{node.Output}"); }
    }

    private static bool WasMovedAside(string directory) => Directory.EnumerateFiles(directory, "history.db.corrupt-*").Any();

    private static string Damage(Random random, int cycle, string history, string foreignLog)
    {
        if (cycle % 5 == 4) { return DamageIndex(history); }

        using FileStream file = File.Open(history, FileMode.Open, FileAccess.ReadWrite);
        switch (cycle % 5)
        {
            case 0:
                int bytes = random.Next(1, 65);
                for (int i = 0; i < bytes; i++)
                {
                    long place = random.NextInt64(file.Length);
                    file.Position = place;
                    int was = file.ReadByte();
                    file.Position = place;
                    file.WriteByte((byte)(was ^ random.Next(1, 256)));
                }

                return $"{bytes} bytes flipped";
            case 1:
                file.SetLength(random.NextInt64(file.Length));
                return $"cut to {file.Length} bytes";
            case 2:
                file.Write(new byte[Header]);
                return "header zeroed";
            default:
                File.Copy(foreignLog, history + "-wal", overwrite: true);
                return "foreign log";
        }
    }

    // All its words, and which of them belong together: no search nor change that meets it can go on.
    private static string DamageIndex(string history)
    {
        using var file = new SqliteConnection($"Data Source={history};Pooling=False");
        file.Open();
        file.Execute("UPDATE message_text_data SET block = substr(block, 1, 4) || x'FFFFFFFFFFFFFFFFFF' || randomblob(length(block)) WHERE id >= 10");
        return IndexDamaged;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
