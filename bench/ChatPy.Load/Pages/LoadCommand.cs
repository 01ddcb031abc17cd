using ChatPy.Faults.Platform;
using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>How soon the page can be used, and what it takes.</summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5);
        var rest = TimeSpan.FromMilliseconds(arguments.Get("rest", 15_000));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            PageBrowser browser = await PageBrowser.GetAsync(cancellationToken);
            FirstLoadFigures first = new(), again = new();
            for (int run = 1; run <= runs; run++) { await MeasureAsync(browser, Path.Combine(folder.FullName, $"run{run}"), first, again, rest, cancellationToken); }

            Console.WriteLine();
            Console.WriteLine($"{runs} runs");
            new Comparison("first start, nothing cached", "second start, and loaded again").Begin();
            Comparison.Print("process start to HTTP answer, ms", first.Answer, again.Answer);
            Comparison.Print("navigation to interactive, ms", first.Interactive, again.Interactive);
            Comparison.Print("process start to page interactive, ms", first.Whole, again.Whole);
            Comparison.Print("requests", first.Requests, again.Requests);
            Comparison.Print("transferred, KiB", first.Transferred, again.Transferred, "F1");
            Comparison.Print("unpacked, KiB", first.Unpacked, again.Unpacked, "F1");
            Comparison.Print("RSS with one page, MiB", first.Resident, again.Resident);
            Comparison.Print("PSS with one page, MiB", first.Proportional, again.Proportional);
            Comparison.Print($"PSS after {rest.TotalSeconds:F0} s in which nobody did anything, MiB", first.AtRest, again.AtRest);
            Console.WriteLine($"  transferred to unpacked: {first.Transferred.Median / first.Unpacked.Median:F2}; whole to HTTP answer: {first.Whole.Median / first.Answer.Median:F2}");
            Comparison.Judge("requests of other machines", first.Foreign.Worst + again.Foreign.Worst, 0);
            Comparison.Judge("PSS with one page at rest, MiB", Math.Max(first.AtRest.Median, again.AtRest.Median), 90);
            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }

    // The process starts twice; a window of its own goes through both.
    private static async Task MeasureAsync(PageBrowser browser, string directory, FirstLoadFigures first, FirstLoadFigures again, TimeSpan rest, CancellationToken cancellationToken)
    {
        int port = Ports.Take(), pagePort = Ports.Take();
        await using IBrowserContext window = await browser.OpenWindowAsync();
        foreach (FirstLoadFigures figures in (FirstLoadFigures[])[first, again])
        {
            await figures.MeasureAsync(() => LoadProcess.Start(directory, port, pagePort), LoadProcess.PageAt(pagePort), window, rest, cancellationToken);
        }
    }
}
