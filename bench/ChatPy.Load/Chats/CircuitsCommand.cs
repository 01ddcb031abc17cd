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
        int messages = arguments.Get("messages", 200), warm = arguments.Get("first", First), pages = arguments.Get("pages", Pages), runs = arguments.Get("runs", 5);
        var settled = TimeSpan.FromMilliseconds(arguments.Get("settle", 15_000));
        Spread floor = new(), figures = new();
        string name = "";
        for (int run = 1; run <= runs; run++)
        {
            await using (IRunningChat least = await trials.StartLeastAsync(cancellationToken)) { await MeasureAsync(least, browser, messages, warm, pages, settled, floor, cancellationToken); }
            await using IRunningChat chat = await trials.StartChatAsync(true, cancellationToken);
            name = chat.Description.Name;
            await MeasureAsync(chat, browser, messages, warm, pages, settled, figures, cancellationToken);
        }

        Console.WriteLine();
        Console.WriteLine($"{pages} more pages than {warm} open at a conversation of {messages} messages, {runs} runs");
        new Comparison("the least page", name).Begin();
        Comparison.Print("PSS for each, KiB", floor, figures);
        Comparison.Judge("PSS for each, KiB", figures.Median, 1024);
    }

    private static async Task MeasureAsync(
        IRunningChat chat, PageBrowser browser, int messages, int warm, int pages, TimeSpan settled, Spread figures, CancellationToken cancellationToken)
    {
        string[] texts = ChatFlood.Texts(messages);
        await using IBrowserContext window = await ChatPage.OpenWindowAsync(browser), other = await ChatPage.OpenWindowAsync(browser);
        await using ChatPage first = await ChatPage.OpenAsync(window, chat.Description, 1);
        Func<Task> sendAsync = await ChatFlood.PrepareAsync(chat, other, texts, cancellationToken);
        await first.WatchAsync(texts[^1]);
        await sendAsync();
        await first.SeenAsync();
        for (int page = 1; page < warm; page++) { await ChatPage.OpenAsync(window, chat.Description, 1); }
        double before = await SettledAsync(chat, settled, cancellationToken);
        for (int page = 0; page < pages; page++) { await ChatPage.OpenAsync(window, chat.Description, 1); }
        figures.Add((await SettledAsync(chat, settled, cancellationToken) - before) * 1024 / pages);
    }

    private static async Task<double> SettledAsync(IRunningChat chat, TimeSpan settled, CancellationToken cancellationToken)
    {
        await Task.Delay(settled, cancellationToken);
        return chat.Memory?.Proportional ?? throw new InvalidOperationException($"{chat.Description.Name} was not started here: its memory is not known.");
    }
}
