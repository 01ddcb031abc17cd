using System.Diagnostics;

namespace ChatPy.Load;

/// <summary>How fast what waited drains, and how soon it begins to after a kill.</summary>
internal static class BacklogCommand
{
    private static readonly TimeSpan s_pollEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int messages = arguments.Get("messages", 100_000), runs = arguments.Get("runs", 3);
        string[] texts = [.. Enumerable.Range(1, messages).Select(i => $"Message {i} of the backlog, about as long as what people write to each other.")];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            Backlog backlog = await Backlog.PrepareAsync(folder.FullName, texts, cancellationToken);
            Spread texts100 = new(), entries100 = new(), drained = new(), ofTexts = new(), ofEntries = new(), restarted = new();
            for (int run = 1; run <= runs; run++)
            {
                double bare = messages / BareInserts.OfTexts(Path.Combine(folder.FullName, $"bare{run}.db"), texts).TotalSeconds;
                double rows = messages / BareInserts.OfEntries(await backlog.MakeEmptyHistoryAsync(), texts).TotalSeconds;
                double rate = await DrainAsync(backlog, messages, cancellationToken);
                double start = await RestartAsync(backlog, messages, cancellationToken);
                Console.WriteLine($"run {run}: bare {bare:F0} texts/s, {rows:F0} entries/s; drained {rate:F0} messages/s; first one after kill -9 and start: {start:F2} s");
                texts100.Add(bare);
                entries100.Add(rows);
                drained.Add(rate);
                ofTexts.Add(rate / bare);
                ofEntries.Add(rate / rows);
                restarted.Add(start);
            }

            Console.WriteLine();
            Print($"{messages} messages, {runs} runs", $"{"min",12}{"median",12}{"max",12}");
            Print("bare SQLite, 100 texts a commit, rows/s", texts100.ToColumns("F0"));
            Print("bare SQLite, 100 entries a commit, rows/s", entries100.ToColumns("F0"));
            Print("backlog, durable on both sides, messages/s", drained.ToColumns("F0"));
            Print("  ratio to bare texts", ofTexts.ToColumns("F2"));
            Print("  ratio to bare entries (same columns and indexes)", ofEntries.ToColumns("F2"));
            Print("kill -9, start, next one committed there, s", restarted.ToColumns("F2"));
            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }

    private static void Print(string what, string columns) => Console.WriteLine($"{what,-50}{columns}");

    // From the last look that found nothing new to the end on both sides.
    private static async Task<double> DrainAsync(Backlog backlog, int messages, CancellationToken cancellationToken)
    {
        (string from, string to) = backlog.Copy();
        using LoadProcess receiver = LoadProcess.Start(to, backlog.ReceiverPort), sender = LoadProcess.Start(from, backlog.SenderPort);
        using LogProbe committed = LogProbe.Committed(to), acknowledged = LogProbe.Acknowledged(from);
        void Alive() { receiver.ThrowIfOver(); sender.ThrowIfOver(); }

        long begin = await WaitAsync(committed, 2, Alive, cancellationToken);
        (TimeSpan sending, TimeSpan receiving) = (sender.Worked, receiver.Worked);
        await WaitAsync(committed, messages + 1, Alive, cancellationToken);
        await WaitAsync(acknowledged, messages + 1, Alive, cancellationToken);
        double rate = messages / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Console.WriteLine($"  processor time per message: sender {(sender.Worked - sending).TotalMicroseconds / messages:F1} µs, receiver {(receiver.Worked - receiving).TotalMicroseconds / messages:F1} µs");
        RequireAll(committed, messages);
        return rate;
    }

    // The sender is killed in the middle; from its second start to the next entry at the receiver, which must get all of them once.
    private static async Task<double> RestartAsync(Backlog backlog, int messages, CancellationToken cancellationToken)
    {
        (string from, string to) = backlog.Copy();
        using LoadProcess receiver = LoadProcess.Start(to, backlog.ReceiverPort);
        using LogProbe committed = LogProbe.Committed(to);
        using (LoadProcess killed = LoadProcess.Start(from, backlog.SenderPort))
        {
            await WaitAsync(committed, 2, receiver.ThrowIfOver, cancellationToken);
            killed.Kill();
        }

        // What it had sent is still taken; then it is quiet.
        long before;
        do
        {
            before = committed.Read();
            await Task.Delay(s_quiet, cancellationToken);
        }
        while (committed.Read() != before);

        long start = Stopwatch.GetTimestamp();
        using LoadProcess again = LoadProcess.Start(from, backlog.SenderPort);
        void Alive() { receiver.ThrowIfOver(); again.ThrowIfOver(); }
        await WaitAsync(committed, before + 1, Alive, cancellationToken);
        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await WaitAsync(committed, messages + 1, Alive, cancellationToken);
        RequireAll(committed, messages);
        return took;
    }

    /// <returns>When it was looked last and was not so yet.</returns>
    private static async Task<long> WaitAsync(LogProbe log, long sequence, Action alive, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp(), last = start;
        while (log.Read() < sequence)
        {
            last = Stopwatch.GetTimestamp();
            alive();
            if (Stopwatch.GetElapsedTime(start) > s_patience) { throw new TimeoutException($"Entry {sequence} did not come."); }

            await Task.Delay(s_pollEvery, cancellationToken);
        }

        return last;
    }

    private static void RequireAll(LogProbe committed, int messages)
    {
        if (committed.Count() is var (entries, different) && (entries, different) != (messages + 1, messages + 1))
        {
            throw new InvalidOperationException($"{messages + 1} entries were to arrive; {entries} did, {different} of them different.");
        }
    }
}
