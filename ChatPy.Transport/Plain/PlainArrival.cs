namespace ChatPy.Transport.Plain;

/// <summary>What a plain peer did.</summary>
public abstract record PlainArrival
{
    private PlainArrival() { }

    /// <summary>The peer said something.</summary>
    /// <param name="Text">Not blank; without control characters other than tab and newline.</param>
    /// <param name="Continues">A line of more than 8 KiB came in pieces, and the next one follows.</param>
    public sealed record Said(string Text, bool Continues = false) : PlainArrival;

    /// <summary>The peer gave itself a name with <c>/nick</c>.</summary>
    /// <param name="Nickname">1 to 32 characters as people count them, nothing invisible, nobody else's.</param>
    public sealed record Renamed(string Nickname) : PlainArrival;

    /// <summary>How the peer ends its messages has been learned, or overridden. Comes before the message that showed it.</summary>
    /// <param name="Dialect">Holds from here on.</param>
    public sealed record DialectLearned(Dialect Dialect) : PlainArrival;
}
