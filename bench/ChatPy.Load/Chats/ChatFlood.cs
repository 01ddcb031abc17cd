using System.Diagnostics;
using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Chats;

/// <summary>A person has a page open and types there, while many messages come at once.</summary>
internal sealed class ChatFlood(PageBrowser browser, int messages, CancellationToken cancellationToken)
{
    private const int QuietKeys = 20;
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(1);

    private readonly string[] _texts = [.. Enumerable.Range(1, messages).Select(number => $"Message {number} of {messages}, about as long as what people write to each other.")];

    public async Task RunAsync(IRunningChat chat, ChatFloodFigures figures)
    {
        await using IBrowserContext window = await ChatPage.OpenWindowAsync(browser);
        await using ChatPage page = await ChatPage.OpenAsync(window, chat.Description, 1);
        // Open until the end: a page that goes takes with it what it has not sent yet.
        await using IBrowserContext other = await ChatPage.OpenWindowAsync(browser);
        Func<Task> sendAsync = await PrepareAsync(chat, other);
        await page.TypeLetterAsync();   // once for nothing
        for (int key = 0; key < QuietKeys; key++) { figures.Quiet.Add(await page.TypeLetterAsync()); }

        await Task.Delay(s_settled, cancellationToken);
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

        await Task.Delay(s_settled, cancellationToken);
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

    private async Task<Func<Task>> PrepareAsync(IRunningChat chat, IBrowserContext window)
    {
        if (chat.Description.Flood == FloodSource.Process) { return () => chat.SendAsync(_texts); }

        ChatPage page = await ChatPage.OpenAsync(window, chat.Description, 0);
        return () => page.WriteAsync(_texts);
    }

    private async Task<double?> UntilStoredAsync(IRunningChat chat, double start) => await chat.UntilStoredAsync(messages, cancellationToken) ? Now - start : null;
}
