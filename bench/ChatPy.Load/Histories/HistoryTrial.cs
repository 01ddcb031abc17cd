using ChatPy.Faults.Platform;
using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Histories;

/// <summary>A process with a history, and all that was measured of it. Times are milliseconds.</summary>
internal sealed class HistoryTrial(SeededHistory history) : IDisposable
{
    /// <summary>How long the page waits for the next letter before it asks: SearchPane.razor.js.</summary>
    public const double Pause = 150;

    /// <summary>How many pages a walk goes back, unless told otherwise.</summary>
    public const int PagesBack = 20;

    private const int OpenedAgain = 2;

    private readonly int _port = Ports.Take();
    private LoadProcess? _process;

    public SeededHistory History => history;

    /// <summary>SQLite's own quick look at the whole file, alone, which each start begins with.</summary>
    public Spread Check { get; } = new();

    public Spread Start { get; } = new();

    public Spread Open { get; } = new();

    public Spread OpenAgain { get; } = new();

    public Spread Address { get; } = new();

    public Spread Back { get; } = new();

    public Spread BackFirst { get; } = new();

    public Spread BackLast { get; } = new();

    public Spread Jump { get; } = new();

    public Spread Rare { get; } = new();

    public Spread Common { get; } = new();

    public Spread Letter { get; } = new();

    public MemoryUse Memory => MemoryUse.Of(_process!);

    /// <summary>Starts the process, until it serves the page.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Check.Add(history.Check().TotalMilliseconds);
        _process = LoadProcess.Start(history.Directory, _port);
        Start.Add((await _process.UntilAnswersAsync(cancellationToken)).TotalMilliseconds);
    }

    /// <summary>Ends it as a person does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _process!.StopAsync(cancellationToken);
        _process.Dispose();
    }

    /// <summary>Everything once that is not counted: what was never used before is loaded and compiled. Leaves the page open.</summary>
    public async Task WarmUpAsync(IBrowserContext window) => await (await PageProbe.OpenAsync(window)).LoadAsync(Place, "opened");

    /// <summary>Clicks on the row of the list: in a new window, whose scripts are not there yet, and again.</summary>
    public async Task OpenAsync(IBrowserContext window)
    {
        PageProbe page = await PageProbe.OpenAsync(window);
        await page.LoadAsync(_process!.Page, "listed");
        await page.UntilAsync("interactive");
        Open.Add(await page.ClickAsync("conversation", "opened"));
        for (int again = 0; again < OpenedAgain; again++)
        {
            await page.GoAsync("/", "left");
            OpenAgain.Add(await page.ClickAsync("conversation", "opened"));
        }
    }

    /// <summary>Loads the address of the conversation in a new window, and reads, jumps and searches there.</summary>
    public async Task WalkAsync(IBrowserContext window, int searches, int pagesBack = PagesBack)
    {
        PageProbe page = await PageProbe.OpenAsync(window);
        Address.Add(await page.LoadAsync(Place, "opened"));
        // A turn of the wheel may bring several pages of 100.
        if (history.Messages >= pagesBack * 500) { await ScrollAsync(page, pagesBack); }

        Jump.Add(await page.GoAsync($"c/{history.Conversation}?m={history.First}&again={Jump.Count}", "jumped", history.First.ToString()));
        await page.GoAsync("/", "left");
        for (int search = 0; search < searches; search++)
        {
            Rare.Add(await SearchAsync(page, HistoryTexts.Rare));
            Common.Add(await SearchAsync(page, HistoryTexts.Common));
            Letter.Add(await SearchAsync(page, HistoryTexts.Common[..1]));
        }
    }

    public void Dispose() => _process?.Dispose();

    private Uri Place => new(_process!.Page, $"c/{history.Conversation}");

    private async Task ScrollAsync(PageProbe page, int pagesBack)
    {
        await page.PointAtTimelineAsync();
        for (int back = 1; back <= pagesBack; back++)
        {
            double took = await page.ScrollBackAsync();
            Back.Add(took);
            if (back <= pagesBack / 4) { BackFirst.Add(took); }
            if (back > pagesBack - (pagesBack / 4)) { BackLast.Add(took); }
        }
    }

    private static async Task<double> SearchAsync(PageProbe page, string text)
    {
        double took = await page.EnterAsync("search", text, "found");
        await page.EnterAsync("search", "", "cleared");
        return took;
    }
}
