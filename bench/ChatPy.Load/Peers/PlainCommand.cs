using System.Text;

namespace ChatPy.Load.Peers;

/// <summary>How fast a plain peer may speak: lines until they are stored, beside socat, which stores nothing, and beside what a disk takes.</summary>
internal static class PlainCommand
{
    private const int MostCommits = 500;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5), count = arguments.Get("lines", 20_000);
        byte[][] lines = LineWriter.Create(count);
        string[] texts = [.. lines.Select(static line => Encoding.ASCII.GetString(line).TrimEnd())];
        Beside echo = new(), single = new(), group = new();
        bool hasSocat = true;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            PlainLines plain = await PlainLines.PrepareAsync(Path.Combine(folder.FullName, "made"), cancellationToken);
            for (int run = 1; run <= runs; run++)
            {
                string place = Path.Combine(folder.FullName, $"run{run}");
                double? back = await Socat.EchoAsync(lines, cancellationToken);
                string[] lone = texts[..Math.Min(count, MostCommits)];
                double commits = lone.Length / BareInserts.OfTexts(place + "-single.db", lone, rowsPerCommit: 1).TotalSeconds;
                double rows = count / BareInserts.OfEntries(await HeadlessChatPy.MakeEmptyHistoryAsync(place + "-bare"), texts).TotalSeconds;
                double stored = await plain.RunAsync(place, lines, cancellationToken);
                Console.WriteLine($"run {run}, lines/s: socat {(back is null ? "is missing" : $"{back:F0}")}, bare commits {commits:F0}, bare rows {rows:F0}, ChatPy {stored:F0}");
                hasSocat &= back is not null;
                if (back is not null) { echo.Add(back.Value, stored); }
                single.Add(commits, stored);
                group.Add(rows, stored);
            }
        }
        finally { folder.Delete(recursive: true); }

        Beside.Begin("the limit", $"ChatPy, {count:N0} lines of {LineWriter.LineBytes} bytes");
        if (hasSocat) { echo.Print("socat, echo by cat, nothing stored, lines/s"); }
        else { Console.WriteLine("socat is missing (Debian package socat): nothing to compare with that stores nothing"); }

        single.Print("bare SQLite, 1 text a commit, /s");
        group.Print("bare SQLite, 100 entries a commit, /s");
        return 0;
    }
}
