using Microsoft.Playwright;

namespace ChatPy.Load.Pages;

/// <summary>Starts of the process, each followed by a load of its page.</summary>
internal sealed class FirstLoadFigures
{
    // A new tab has work of its own, which is not part of a start.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(500);

    // What the page fetches when it is interactive already still belongs to the load.
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    public Spread Answer { get; } = new();

    public Spread Interactive { get; } = new();

    public Spread Whole { get; } = new();

    public Spread Requests { get; } = new();

    public Spread Transferred { get; } = new();

    public Spread Unpacked { get; } = new();

    public Spread Foreign { get; } = new();

    public Spread Resident { get; } = new();

    public Spread Proportional { get; } = new();

    public Spread AtRest { get; } = new();

    /// <param name="start">Starts a process.</param>
    /// <param name="address">Where its page will be.</param>
    /// <param name="window">Where that is opened, in a tab of its own.</param>
    /// <param name="rest">How long the page then stands open and nobody does anything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task MeasureAsync(Func<LoadProcess> start, Uri address, IBrowserContext window, TimeSpan rest, CancellationToken cancellationToken)
    {
        IPage page = await window.NewPageAsync();
        Received received = await Received.ByAsync(page, address);
        await Task.Delay(s_quiet, cancellationToken);
        using LoadProcess process = start();
        double answer = (await process.UntilAnswersAsync(cancellationToken)).TotalMilliseconds;
        double interactive = await new PageProbe(page).LoadAsync(process.Page, "interactive");
        Answer.Add(answer);
        Interactive.Add(interactive);
        Whole.Add(answer + interactive);

        await Task.Delay(s_rest, cancellationToken);
        (int requests, double transferred, double unpacked) = received.Take();
        Requests.Add(requests);
        Transferred.Add(transferred);
        Unpacked.Add(unpacked);
        Foreign.Add(received.Foreign.Count);
        foreach (string url in received.Foreign) { Console.WriteLine($"  another machine: {url}"); }
        MemoryUse memory = MemoryUse.Of(process);
        Resident.Add(memory.Resident);
        Proportional.Add(memory.Proportional);
        await Task.Delay(rest, cancellationToken);
        AtRest.Add(MemoryUse.Of(process).Proportional);
        await page.CloseAsync();
        await process.StopAsync(cancellationToken);
    }
}
