namespace ChatPy.Load.Pages;

/// <summary>What several open pages cost while messages pour in, and whether a person can type meanwhile.</summary>
internal static class PagesCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int messages = arguments.Get("messages", 1000), pages = arguments.Get("pages", 8), windows = arguments.Get("windows", pages), runs = arguments.Get("runs", 3);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            Backlog met = await Backlog.PrepareAsync(folder.FullName, [], cancellationToken);
            PageBrowser browser = await PageBrowser.GetAsync(cancellationToken);
            var flood = new Flood(met, browser, windows, cancellationToken);
            foreach (bool isBurst in (bool[])[false, true])
            {
                var one = new FloodFigures(1);
                FloodFigures several = pages == 1 ? one : new(pages);
                for (int run = 1; run <= runs; run++)
                {
                    await flood.RunAsync(one, messages, isBurst);
                    if (several != one) { await flood.RunAsync(several, messages, isBurst); }
                }

                Console.WriteLine();
                Console.WriteLine($"{messages:N0} messages, {(isBurst ? "handed over all at once" : "each when the one before is on the sender's disk")}, {windows} windows, {runs} runs");
                Print(one, several, messages);
            }

            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }

    private static void Print(FloodFigures one, FloodFigures several, int messages)
    {
        new Comparison("1 page", $"{several.Pages} pages").Begin();
        Comparison.Print("first message to last commit, ms", one.Stored, several.Stored);
        Comparison.Print("first message to the last in a page, ms", one.Shown, several.Shown);
        Comparison.Print("  the last page, times the last commit", one.ShownToStored, several.ShownToStored, "F2");
        Comparison.Print("renders of a page", one.Renders, several.Renders);
        Comparison.Print("processor time of the server, ms", one.Worked, several.Worked);
        Comparison.Print("processor time of the browser, ms", one.Drawn, several.Drawn);
        Console.WriteLine($"  {several.Worked.Median * 1000 / (messages * several.Pages):F0} µs for each message and page; {several.Renders.Median / messages:F2} renders of a page for each message");
        foreach (FloodFigures figures in new HashSet<FloodFigures> { one, several })
        {
            Print($"{figures.Pages} open, key to letter", figures.Quiet.Letters, figures.Busy.Letters);
            Print($"{figures.Pages} open, key to the process's answer", figures.Quiet.Answers, figures.Busy.Answers);
        }

        Comparison.Judge("key to letter, p95, ms", several.Busy.Letters.At(0.95), 100);
        Comparison.Judge("key to the process's answer, p95, ms", several.Busy.Answers.At(0.95), 100);
    }

    private static void Print(string what, Spread quiet, Spread busy) => Console.WriteLine(
        $"  {what}: quiet p50 {quiet.Median:F0}, p95 {quiet.At(0.95):F0} ms ({quiet.Count}); busy p50 {busy.Median:F0}, p95 {busy.At(0.95):F0} ms ({busy.Count}); ratio of p50 {busy.Median / quiet.Median:F1}");
}
