using System.Diagnostics;
using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Chats;

/// <summary>A person has a page open and types there, while many messages come at once.</summary>
internal sealed class ChatFlood(PageBrowser browser, int messages, TimeSpan settled, CancellationToken cancellationToken)
{
    private const int QuietKeys = 20;

    private readonly string[] _texts = Texts(messages);

    public static string[] Texts(int messages) =>
        [.. Enumerable.Range(1, messages).Select(number => $"Message {number} of {messages}, about as long as what people write to each other.")];

    public async Task RunAsync(IRunningChat chat, ChatFloodFigures figures)
    {
        await using IBrowserContext window = await ChatPage.OpenWindowAsync(browser);
        await using ChatPage page = await ChatPage.OpenAsync(window, chat.Description, 1);
        await using IBrowserContext other = await ChatPage.OpenWindowAsync(browser);
        Func<Task> sendAsync = await PrepareAsync(chat, other, _texts, cancellationToken);
        await page.TypeLetterAsync();   // once for nothing
        for (int key = 0; key < QuietKeys; key++) { figures.Quiet.Add(await page.TypeLetterAsync()); }

        await Task.Delay(settled, cancellationToken);
        if (chat.Memory is { } before) { figures.Before.Add(before.Proportional); }

        await page.WatchAsync(_texts[^1]);
        await page.ObserveAsync();
        double start = Now;
        Task sending = sendAsync();
        Task<double?> storing = UntilStoredAsync(chat, start);
        Task<(double InPage, double Drawn)> showing = page.SeenAsync();
        do { figures.Busy.Add(await page.TypeLetterAsync()); }
        while (!showing.IsCompleted);

        await sending;
        figures.Shown.Add((await showing).Drawn - start);
        figures.LongestTask.Add(await page.LongestTaskAsync());
        if (await storing is { } stored) { figures.Stored.Add(stored); }

        await Task.Delay(settled, cancellationToken);
        if (chat.Memory is { } after)
        {
            figures.After.Add(after.Proportional);
            figures.Resident.Add(after.Resident);
        }

        long back = Stopwatch.GetTimestamp();
        figures.Missing.Add(messages - await page.CountBackAsync($"Message (\\d+) of {messages},", messages));
        figures.WayBack.Add(Stopwatch.GetElapsedTime(back).TotalMilliseconds);
    }

    private static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    /// <summary>Makes A ready to write all of them at once.</summary>
    /// <param name="chat">A's.</param>
    /// <param name="window">For A's page, if it takes one. It must stay open: a page that goes takes with it what it has not sent yet.</param>
    /// <param name="texts">What to write.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Func<Task>> PrepareAsync(IRunningChat chat, IBrowserContext window, string[] texts, CancellationToken cancellationToken)
    {
        if (chat.Description.Flood == FloodSource.Process) { return () => chat.SendAsync(texts, cancellationToken); }

        ChatPage page = await ChatPage.OpenAsync(window, chat.Description, 0);
        return () => page.WriteAsync(texts);
    }

    private async Task<double?> UntilStoredAsync(IRunningChat chat, double start) => await chat.UntilStoredAsync(messages, cancellationToken) ? Now - start : null;
}
