namespace ChatPy.Load.Peers;

/// <summary>Many peers write to one ChatPy, and one ChatPy to many peers, beside what a disk takes.</summary>
internal static class FanCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5), peers = arguments.Get("peers", 100), each = arguments.Get("messages", 500), messages = peers * each;
        string[] texts = [.. Enumerable.Range(1, messages).Select(i => $"Message {i} of many, about as long as what people write to each other on a day.")];
        Beside ins = new(), outs = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            using var crowd = Crowd.Create(peers);
            FanOut fanOut = await FanOut.PrepareAsync(Path.Combine(folder.FullName, "made"), crowd, texts, cancellationToken);
            for (int run = 1; run <= runs; run++)
            {
                string place = Path.Combine(folder.FullName, $"run{run}");
                double bare = messages / BareInserts.OfEntries(await HeadlessChatPy.MakeEmptyHistoryAsync(place + "-bare"), texts).TotalSeconds;
                double into = await FanIn.RunAsync(place + "-in", crowd, texts, cancellationToken);
                double from = await fanOut.RunAsync(place + "-out", cancellationToken);
                Console.WriteLine($"run {run}, messages/s: bare {bare:F0}, from {peers} peers {into:F0}, to {peers} peers {from:F0}");
                ins.Add(bare, into);
                outs.Add(bare, from);
            }
        }
        finally { folder.Delete(recursive: true); }

        Beside.Begin("bare SQLite, 100 entries a commit", $"ChatPy, {peers} peers, {each} messages each");
        ins.Print("fan-in, durable, messages/s");
        outs.Print("fan-out, acknowledged and written down, messages/s");
        Comparison.JudgeLeast("fan-in, part of bare group commit", ins.Ratio, 0.7, "F2");
        Comparison.JudgeLeast("fan-out, part of bare group commit", outs.Ratio, 0.7, "F2");
        return 0;
    }
}
