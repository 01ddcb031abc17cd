using ChatPy.Load.Pages;

namespace ChatPy.Load.Chats;

/// <summary>Many messages at once into an open page: when it shows the newest, whether it has them all, and whether a person can type meanwhile.</summary>
internal static class FloodCommand
{
    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken) => ChatTrials.RunAsync(
        arguments, (trials, browser) => MeasureAsync(trials, browser, arguments, cancellationToken), cancellationToken);

    private static async Task MeasureAsync(ChatTrials trials, PageBrowser browser, Arguments arguments, CancellationToken cancellationToken)
    {
        int messages = arguments.Get("messages", 10_000), runs = arguments.Get("runs", 5);
        var flood = new ChatFlood(browser, messages, TimeSpan.FromMilliseconds(arguments.Get("settle", 1000)), cancellationToken);
        ChatFloodFigures floor = new(), figures = new();
        string name = "";
        for (int run = 1; run <= runs; run++)
        {
            await using (IRunningChat least = await trials.StartLeastAsync(cancellationToken)) { await flood.RunAsync(least, floor); }
            await using IRunningChat chat = await trials.StartChatAsync(true, cancellationToken);
            name = chat.Description.Name;
            await flood.RunAsync(chat, figures);
            Console.WriteLine($"run {run} of {runs}: newest in sight after {figures.Shown.Last:F0} ms, the least page {floor.Shown.Last:F0} ms");
        }

        Console.WriteLine();
        Console.WriteLine($"{messages:N0} messages into an open page, {runs} runs");
        new Comparison("the least page", name).Begin();
        Print("first message to the newest in sight, ms", floor.Shown, figures.Shown);
        Print("first message to the last one on the disk, ms", floor.Stored, figures.Stored);
        Print("longest task of the page, ms", floor.LongestTask, figures.LongestTask);
        Print("missing on the way back to the first", floor.Missing, figures.Missing);
        Print("the way back to the first, ms", floor.WayBack, figures.WayBack);
        Print("PSS with one page, MiB", floor.Before, figures.Before, "F1");
        Print("PSS after the messages, MiB", floor.After, figures.After, "F1");
        Print("RSS after the messages, MiB", floor.Resident, figures.Resident, "F1");
        PrintKeys("the least page", floor);
        PrintKeys(name, figures);
        Comparison.Judge("first message to the newest in sight, ms", figures.Shown.Median, 2000);
        Comparison.Judge("missing", figures.Missing.Worst, 0);
        Comparison.Judge("key to its letter meanwhile, the latest, ms", figures.Busy.Worst, 100);
        if (figures.Before.Count > 0) { Comparison.Judge("PSS with one page, MiB", figures.Before.Median, 90); }
    }

    // What a chat cannot be asked is left out.
    private static void Print(string what, Spread floor, Spread figures, string format = "F0")
    {
        if (figures.Count == 0) { return; }
        if (floor.Count == 0) { Comparison.Print(what, figures, format); } else { Comparison.Print(what, floor, figures, format); }
    }

    private static void PrintKeys(string name, ChatFloodFigures figures) =>
        Console.WriteLine($"  {name}, key to its letter drawn: before {Describe(figures.Quiet)}; meanwhile {Describe(figures.Busy)}");

    private static string Describe(Spread keys) => $"p50 {keys.Median:F0}, p95 {keys.At(0.95):F0}, max {keys.Worst:F0} ms ({keys.Count})";
}
