using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>A person with several pages open at one conversation, and a peer that writes as fast as it can.</summary>
internal sealed class Flood(Backlog met, PageBrowser browser, int windows, CancellationToken cancellationToken)
{
    private const int QuietKeys = 10;
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    /// <param name="figures">Where what is measured goes, and how many pages there are to be.</param>
    /// <param name="messages">How many.</param>
    /// <param name="isBurst">Whether all are handed over at once; else each waits until the one before is on the sender's disk.</param>
    public async Task RunAsync(FloodFigures figures, int messages, bool isBurst)
    {
        (string from, string to) = met.Copy();
        using LoadProcess receiver = LoadProcess.Start(to, met.ReceiverPort);
        await receiver.UntilAnswersAsync(cancellationToken);
        await using HeadlessPeer sender = await HeadlessPeer.StartAsync(from, met.SenderPort, cancellationToken);
        await sender.UntilConnectedAsync(cancellationToken);

        await using var open = new Windows(windows);
        PageProbe[] pages = new PageProbe[figures.Pages];
        for (int i = 0; i < pages.Length; i++)
        {
            pages[i] = await PageProbe.OpenAsync(await open.OpenAsync(browser));
            await pages[i].LoadAsync(new Uri(receiver.Page, $"c/{met.Conversation}"), "opened");
            await pages[i].UntilAsync("linked");
        }

        await pages[0].ToFrontAsync();
        await Task.Delay(s_settled, cancellationToken);
        await KeyFigures.WarmUpAsync(pages[0]);
        for (int key = 0; key < QuietKeys; key++) { await figures.Quiet.PressAsync(pages[0]); }

        string last = $"Message {messages}, the last one.";
        await Task.WhenAll(pages.Select(page => page.WatchAsync(last)));
        using LogProbe committed = LogProbe.Committed(to);
        (TimeSpan worked, TimeSpan drawn) = (receiver.Worked, BrowserWork.Read());
        DateTimeOffset start = DateTimeOffset.UtcNow;
        Task sending = SendAsync(sender, messages, last, isBurst);
        Task<DateTimeOffset> storing = UntilStoredAsync(committed, messages + 1);
        Task<(DateTimeOffset At, int Renders)[]> showing = Task.WhenAll(pages.Select(page => page.SeenAsync()));
        do { await figures.Busy.PressAsync(pages[0]); }
        while (!showing.IsCompleted);

        await sending;
        double stored = (await storing - start).TotalMilliseconds;
        (DateTimeOffset At, int Renders)[] seen = await showing;
        figures.Worked.Add((receiver.Worked - worked).TotalMilliseconds);
        figures.Drawn.Add((BrowserWork.Read() - drawn).TotalMilliseconds);
        figures.Stored.Add(stored);
        figures.ShownToStored.Add(seen.Max(page => page.At - start).TotalMilliseconds / stored);
        foreach ((DateTimeOffset at, int renders) in seen)
        {
            figures.Shown.Add((at - start).TotalMilliseconds);
            figures.Renders.Add(renders);
        }
    }

    private async Task SendAsync(HeadlessPeer sender, int messages, string last, bool isBurst)
    {
        List<Task> burst = [];
        for (int message = 1; message < messages; message++)
        {
            Task sent = sender.WriteAsync(met.Conversation, $"Message {message}, about as long as what people write to each other.", cancellationToken);
            if (isBurst) { burst.Add(sent); } else { await sent; }
        }

        await Task.WhenAll(burst);
        await sender.WriteAsync(met.Conversation, last, cancellationToken);
    }

    private async Task<DateTimeOffset> UntilStoredAsync(LogProbe committed, long sequence)
    {
        while (committed.Read() < sequence) { await Task.Delay(s_lookEvery, cancellationToken); }
        return DateTimeOffset.UtcNow;
    }

    // Pages by turns in so many windows: those behind others of their window are not in sight, and the browser draws them less often.
    private sealed class Windows(int most) : IAsyncDisposable
    {
        private readonly List<IBrowserContext> _open = [];
        private int _pages;

        public async Task<IBrowserContext> OpenAsync(PageBrowser browser)
        {
            if (_open.Count < most) { _open.Add(await browser.OpenWindowAsync()); }
            return _open[_pages++ % most];
        }

        public async ValueTask DisposeAsync()
        {
            foreach (IBrowserContext window in _open) { await window.DisposeAsync(); }
        }
    }
}
