using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Chats;

/// <summary>What one more open page costs the process that serves it.</summary>
internal static class CircuitsCommand
{
    // With the first ones as many as ChatPy lets be open. The first bring what all pages need: code that was not run before, or not often.
    private const int First = 6, Pages = 10;

    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken) => ChatTrials.RunAsync(
        arguments, (trials, browser) => MeasureAsync(trials, browser, arguments, cancellationToken), cancellationToken);

    private static async Task MeasureAsync(ChatTrials trials, PageBrowser browser, Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5);
        var plan = new Plan(
            arguments.Get("messages", 200), arguments.Get("first", First), arguments.Get("pages", Pages), TimeSpan.FromMilliseconds(arguments.Get("settle", 15_000)));
        Spread floor = new(), figures = new();
        string name = "";
        for (int run = 1; run <= runs; run++)
        {
            await using (IRunningChat least = await trials.StartLeastAsync(cancellationToken)) { await MeasureAsync(least, browser, plan, floor, cancellationToken); }
            await using IRunningChat chat = await trials.StartChatAsync(true, cancellationToken);
            name = chat.Description.Name;
            await MeasureAsync(chat, browser, plan, figures, cancellationToken);
        }

        Console.WriteLine();
        Console.WriteLine($"{plan.More} more pages than {plan.First} open at a conversation of {plan.Messages} messages, {runs} runs");
        new Comparison("the least page", name).Begin();
        Comparison.Print("PSS for each, KiB", floor, figures);
        Comparison.Judge("PSS for each, KiB", figures.Median, 1024);
    }

    private static async Task MeasureAsync(IRunningChat chat, PageBrowser browser, Plan plan, Spread figures, CancellationToken cancellationToken)
    {
        string[] texts = ChatFlood.Texts(plan.Messages);
        await using IBrowserContext window = await ChatPage.OpenWindowAsync(browser), other = await ChatPage.OpenWindowAsync(browser);
        await using ChatPage first = await ChatPage.OpenAsync(window, chat.Description, 1);
        Func<Task> sendAsync = await ChatFlood.PrepareAsync(chat, other, texts, cancellationToken);
        await first.WatchAsync(texts[^1]);
        await sendAsync();
        await first.SeenAsync();
        await OpenAsync(plan.First - 1);
        double before = await SettledAsync(chat, plan.Settled, cancellationToken);
        await OpenAsync(plan.More);
        figures.Add((await SettledAsync(chat, plan.Settled, cancellationToken) - before) * 1024 / plan.More);

        async Task OpenAsync(int pages)
        {
            for (int page = 0; page < pages; page++) { await ChatPage.OpenAsync(window, chat.Description, 1); }
        }
    }

    private static async Task<double> SettledAsync(IRunningChat chat, TimeSpan settled, CancellationToken cancellationToken)
    {
        await Task.Delay(settled, cancellationToken);
        return chat.Memory?.Proportional ?? throw new InvalidOperationException($"{chat.Description.Name} was not started here: its memory is not known.");
    }

    /// <param name="Messages">In the conversation.</param>
    /// <param name="First">Pages open before it is measured.</param>
    /// <param name="More">Pages opened then.</param>
    /// <param name="Settled">How long nobody does anything before the memory is read.</param>
    private sealed record Plan(int Messages, int First, int More, TimeSpan Settled);
}
