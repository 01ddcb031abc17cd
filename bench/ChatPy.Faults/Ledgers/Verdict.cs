namespace ChatPy.Faults.Ledgers;

/// <summary>How many messages broke which promise; all zero is a pass. SAFETY.md §4.</summary>
/// <param name="Messages">How many were looked at.</param>
/// <param name="Lost">Accepted, but not in the history of the peer, or not in the writer's own.</param>
/// <param name="Doubled">In a history more than once.</param>
/// <param name="Reordered">Above an earlier one of the same author, or in another order at the other side.</param>
/// <param name="EmptyTicks">Two ticks were shown, and the peer has no such row; or it was shown there, and is gone.</param>
/// <param name="Unticked">Arrived, but its writer never learned that.</param>
internal sealed record Verdict(long Messages, long Lost, long Doubled, long Reordered, long EmptyTicks, long Unticked)
{
    public static readonly Verdict Nothing = new(0, 0, 0, 0, 0, 0);

    /// <summary>Where the two histories part, if they do.</summary>
    public string? FirstDifference { get; init; }

    public bool IsClean => Lost == 0 && Doubled == 0 && Reordered == 0 && EmptyTicks == 0 && Unticked == 0;

    public static Verdict operator +(Verdict one, Verdict other) => new(
        one.Messages + other.Messages, one.Lost + other.Lost, one.Doubled + other.Doubled,
        one.Reordered + other.Reordered, one.EmptyTicks + other.EmptyTicks, one.Unticked + other.Unticked)
    {
        FirstDifference = one.FirstDifference ?? other.FirstDifference,
    };

    public override string ToString() =>
        $"{Messages:N0} messages: {Lost} lost, {Doubled} doubled, {Reordered} reordered, {EmptyTicks} ticks without a row, {Unticked} without a tick{(FirstDifference is null ? "" : $"; {FirstDifference}")}";
}
