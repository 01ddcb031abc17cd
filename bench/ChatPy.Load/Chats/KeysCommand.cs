using ChatPy.Load.Pages;

namespace ChatPy.Load.Chats;

/// <summary>From a key in the page of one person to the text in the page of the other.</summary>
internal static class KeysCommand
{
    private const int Block = 100, WarmUp = 10;

    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken) => ChatTrials.RunAsync(
        arguments, (trials, browser) => MeasureAsync(trials, browser, arguments, cancellationToken), cancellationToken);

    private static async Task MeasureAsync(ChatTrials trials, PageBrowser browser, Arguments arguments, CancellationToken cancellationToken)
    {
        int keys = arguments.Get("keys", 500);
        var gap = TimeSpan.FromMilliseconds(arguments.Get("gap", 50));
        await using IRunningChat least = await trials.StartLeastAsync(cancellationToken), chat = await trials.StartChatAsync(false, cancellationToken);
        await using Talk floor = await Talk.BeginAsync(least.Description, gap, browser), talk = await Talk.BeginAsync(chat.Description, gap, browser);
        foreach (Talk one in (Talk[])[floor, talk]) { await one.TypeAsync(Math.Min(keys, WarmUp), false, cancellationToken); }

        Spread commits = new(), ratios = new(), durable = new();
        for (int left = keys; left > 0; left -= Block)
        {
            int some = Math.Min(left, Block);
            Spread below = await floor.TypeAsync(some, true, cancellationToken), typed = await talk.TypeAsync(some, true, cancellationToken);
            (double lowest, double median, double commit) = (below.Median, typed.Median, trials.CommitMilliseconds());
            Console.WriteLine($"keys {keys - left + 1} to {keys - left + some}, ms: p50 {median:F1}, p95 {typed.At(0.95):F1}; the least page {lowest:F1} and {below.At(0.95):F1}; a bare commit {commit:F2}");
            commits.Add(commit);
            ratios.Add(median / lowest);
            durable.Add(median / (lowest + (2 * commit)));
        }

        Console.WriteLine();
        Console.WriteLine($"{talk.InPage.Count} keys in the page of A, in blocks of {Math.Min(keys, Block)}, {gap.TotalMilliseconds:F0} ms of quiet before each");
        new Comparison("the least page", chat.Description.Name).Begin(Tail.Columns);
        Tail.Print("key to the text in B's page, ms", floor.InPage, talk.InPage);
        Tail.Print("key to the frame that shows it, ms", floor.Drawn, talk.Drawn);
        Print("a bare commit with fsync, ms", commits);
        Print("median of a block to that of the least page", ratios);
        Print("the same to the least page and two bare commits", durable);
        Comparison.Judge("key to the text in the other page, p50, ms", talk.InPage.Median, 8, "F1");
        Comparison.Judge("key to the text in the other page, p99, ms", talk.InPage.At(0.99), 30, "F1");
    }

    private static void Print(string what, Spread blocks) => Console.WriteLine($"  {what}: minimum {blocks.At(0):F2}, median {blocks.Median:F2}, maximum {blocks.Worst:F2}");
}
