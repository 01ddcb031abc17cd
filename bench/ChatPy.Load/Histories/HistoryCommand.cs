using System.Diagnostics;
using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Histories;

/// <summary>Whether the page of a long conversation is as quick as that of a short one.</summary>
internal static class HistoryCommand
{
    private const int Few = 100;
    private const double Pause = HistoryTrial.Pause;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int messages = arguments.Get("messages", 1_000_000), runs = arguments.Get("runs", 5), searches = arguments.Get("searches", 20), back = arguments.Get("back", HistoryTrial.PagesBack);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            using HistoryTrial few = await SeedAsync(folder, Few, cancellationToken), many = await SeedAsync(folder, messages, cancellationToken);
            PageBrowser browser = await PageBrowser.GetAsync(cancellationToken);
            HistoryTrial[] both = [few, many];
            await StartAsync(both, runs, cancellationToken);

            MemoryUse before = many.Memory, opened = default;
            await Task.WhenAll(both.Select(async trial =>
            {
                await using IBrowserContext window = await browser.OpenWindowAsync();
                await trial.WarmUpAsync(window);
                if (trial == many) { opened = trial.Memory; }
            }));

            for (int run = 1; run <= runs; run++)
            {
                foreach (HistoryTrial trial in both)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await using (IBrowserContext window = await browser.OpenWindowAsync()) { await trial.OpenAsync(window); }
                    await using (IBrowserContext window = await browser.OpenWindowAsync()) { await trial.WalkAsync(window, (searches + runs - 1) / runs, back); }
                }

                Console.WriteLine($"run {run} of {runs} is done");
            }

            Print(few, many);
            Console.WriteLine($"memory with {messages:N0}: started {before}; opened {opened}; after all {many.Memory}");
            Judge(few, many, Math.Max(opened.Resident, many.Memory.Resident));
            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }

    private static async Task<HistoryTrial> SeedAsync(DirectoryInfo folder, int messages, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        SeededHistory history = await SeededHistory.MakeAsync(Path.Combine(folder.FullName, $"{messages}"), messages, cancellationToken);
        Console.WriteLine($"{messages:N0} messages, {history.Megabytes:F0} MiB, made and indexed in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        return new HistoryTrial(history);
    }

    // Each start but the last is followed by an orderly end.
    private static async Task StartAsync(HistoryTrial[] trials, int runs, CancellationToken cancellationToken)
    {
        for (int run = 1; run <= runs; run++)
        {
            foreach (HistoryTrial trial in trials)
            {
                await trial.StartAsync(cancellationToken);
                if (run < runs) { await trial.StopAsync(cancellationToken); }
            }
        }
    }

    private static void Print(HistoryTrial few, HistoryTrial many)
    {
        new Comparison($"{few.History.Messages:N0} messages, ms", $"{many.History.Messages:N0} messages, ms").Begin();
        Comparison.Print("whether the file is sound, alone", few.Check, many.Check, "F1");
        Comparison.Print("process start to HTTP answer, which includes that", few.Start, many.Start);
        Comparison.Print("open by a click, first time in a window", few.Open, many.Open);
        Comparison.Print("open by a click, again", few.OpenAgain, many.OpenAgain);
        Comparison.Print("load the address in a new window", few.Address, many.Address);
        Comparison.Print("jump to the first message", few.Jump, many.Jump);
        Comparison.Print($"search a rare word, with the pause of {Pause} ms", few.Rare, many.Rare);
        Comparison.Print("search a word of every tenth, with the pause", few.Common, many.Common);
        Comparison.Print("search a letter, with the pause", few.Letter, many.Letter);
        if (many.Back.Count == 0) { return; }

        Comparison.Print("scroll back one page of 100", many.Back);
        string ratio = many.BackLast.Count == 0 ? "" : $"; the last quarter of the way to the first: {many.BackLast.Median / many.BackFirst.Median:F2}";
        Console.WriteLine($"  95 % of the pages within {many.Back.At(0.95):F0} ms{ratio}");
    }

    private static void Judge(HistoryTrial few, HistoryTrial many, double memory)
    {
        Comparison.Judge("open, times that of 100 messages, first time in a window", many.Open.Median / few.Open.Median, 1.5, "F2");
        Comparison.Judge("open, times that of 100 messages, again", many.OpenAgain.Median / few.OpenAgain.Median, 1.5, "F2");
        foreach ((string what, Spread found) in ((string, Spread)[])[("a rare word", many.Rare), ("a common word", many.Common), ("a letter", many.Letter)])
        {
            Console.WriteLine($"  {what}: {found.Count} searches, from the page's question p50 {found.Median - Pause:F0}, p95 {found.At(0.95) - Pause:F0} ms; from the last letter p50 {found.Median:F0}, p95 {found.At(0.95):F0} ms");
            Comparison.Judge($"search {what}, p95 from the page's question to the hits, ms", found.At(0.95) - Pause, 100);
        }

        Comparison.Judge("memory (RSS), MiB", memory, 300);
        Comparison.Judge("process start to HTTP answer, ms, worst", many.Start.Worst, 2000);
    }
}
