namespace ChatPy.Load.Pages;

/// <summary>What a flood of messages cost, over all runs with one number of pages.</summary>
/// <param name="pages">How many were open.</param>
internal sealed class FloodFigures(int pages)
{
    public int Pages => pages;

    /// <summary>From the first message to the last one's commit at the receiver, in ms.</summary>
    public Spread Stored { get; } = new();

    /// <summary>From the first message until the last stands in a page, one figure for each page, in ms.</summary>
    public Spread Shown { get; } = new();

    /// <summary>How much longer the last page took than the last commit.</summary>
    public Spread ShownToStored { get; } = new();

    /// <summary>How often a page drew its timeline.</summary>
    public Spread Renders { get; } = new();

    /// <summary>What the receiver's process worked, in ms.</summary>
    public Spread Worked { get; } = new();

    /// <summary>What all processes of the browser worked, in ms.</summary>
    public Spread Drawn { get; } = new();

    public KeyFigures Quiet { get; } = new();

    public KeyFigures Busy { get; } = new();
}
