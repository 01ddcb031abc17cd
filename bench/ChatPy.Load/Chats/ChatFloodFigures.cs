namespace ChatPy.Load.Chats;

/// <summary>What floods into one chat came to, over all runs. Times are milliseconds.</summary>
internal sealed class ChatFloodFigures
{
    /// <summary>From the first message until the newest was drawn in sight.</summary>
    public Spread Shown { get; } = new();

    /// <summary>From the first message to the commit of the last at the receiver.</summary>
    public Spread Stored { get; } = new();

    public Spread LongestTask { get; } = new();

    /// <summary>How many were never in the page on the way back to the first.</summary>
    public Spread Missing { get; } = new();

    public Spread WayBack { get; } = new();

    /// <summary>PSS in MiB of what serves the page.</summary>
    public Spread Before { get; } = new();

    public Spread After { get; } = new();

    public Spread Resident { get; } = new();

    /// <summary>From a key to its letter, drawn in the composer, before the messages came.</summary>
    public Spread Quiet { get; } = new();

    /// <summary>The same, meanwhile.</summary>
    public Spread Busy { get; } = new();
}
