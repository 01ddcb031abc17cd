using ChatPy.Faults.Nodes;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Ledgers;

/// <summary>How much of a conversation is judged.</summary>
internal enum Scope
{
    Everything,

    /// <summary>What was accepted since the last check.</summary>
    New,
}

/// <summary>Compares what two people were promised with what their histories show.</summary>
internal static class Checker
{
    /// <summary>Rows read beyond those that must be there, so that a row too many is seen.</summary>
    private const int Slack = 2000;

    /// <summary>Waits until everything accepted so far is where it belongs, or until nothing more happens; then judges.</summary>
    /// <param name="one">One side.</param>
    /// <param name="other">The other.</param>
    /// <param name="scope">The whole conversation, or what was written since the last check.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Verdict> SettleAsync(Node one, Node other, Scope scope, TimeSpan patience, CancellationToken cancellationToken)
    {
        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        while (true)
        {
            Verdict? verdict = await JudgeAsync(one, other, scope);
            if (verdict is { IsClean: true } || (verdict is not null && time.GetElapsedTime(start) > patience))
            {
                one.Ledger.MarkJudged(other.Name);
                other.Ledger.MarkJudged(one.Name);
                return verdict;
            }

            if (time.GetElapsedTime(start) > patience + patience) { throw new TimeoutException($"{one.Name} or {other.Name} cannot be read.\n{one.Output}\n{other.Output}"); }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }
    }

    private static async Task<Verdict?> JudgeAsync(Node one, Node other, Scope scope)
    {
        Guid[] ones = [.. one.Ledger.AcceptedFor(other.Name, scope)], others = [.. other.Ledger.AcceptedFor(one.Name, scope)];
        int count = scope == Scope.Everything ? int.MaxValue : ones.Length + others.Length + Slack;
        IReadOnlyList<Row>? atOne = await one.ReadAsync(other, count), atOther = await other.ReadAsync(one, count);
        if (atOne is null || atOther is null) { return null; }

        Verdict verdict = Judge(one.Ledger, atOne, other.Ledger, atOther, ones) + Judge(other.Ledger, atOther, one.Ledger, atOne, others);
        bool isSame = atOne.Select(row => row.Id).SequenceEqual(atOther.Select(row => row.Id));
        return isSame ? verdict : verdict with { Reordered = verdict.Reordered + 1, FirstDifference = Difference(atOne, atOther) };
    }

    /// <summary>Judges what one of the two wrote.</summary>
    /// <param name="author">What was promised to the writer.</param>
    /// <param name="atAuthor">The writer's history.</param>
    /// <param name="reader">What was shown to the reader.</param>
    /// <param name="atReader">The reader's history.</param>
    /// <param name="accepted">The messages to look for, in the order in which they were accepted.</param>
    internal static Verdict Judge(Ledger author, IReadOnlyList<Row> atAuthor, Ledger reader, IReadOnlyList<Row> atReader, Guid[] accepted)
    {
        Dictionary<Guid, int> arrived = Place(atReader.Where(row => !row.IsMine));
        ILookup<Guid, MessageState> written = atAuthor.Where(row => row.IsMine).ToLookup(row => row.Id, row => row.State);
        long lost = 0, reordered = 0, emptyTicks = 0, unticked = 0;
        int before = -1;
        foreach (Guid id in accepted)
        {
            bool hasArrived = arrived.TryGetValue(id, out int place);
            if (!hasArrived || !written.Contains(id)) { lost++; }
            if (!hasArrived && (author.IsTicked(id) || reader.IsShown(id))) { emptyTicks++; }
            if (!hasArrived) { continue; }

            if (place < before) { reordered++; }
            if (!written[id].All(state => state is MessageState.Delivered or MessageState.Read)) { unticked++; }
            before = place;
        }

        long doubled = Doubles(atAuthor.Where(row => row.IsMine)) + Doubles(atReader.Where(row => !row.IsMine));
        return new Verdict(accepted.Length, lost, doubled, reordered, emptyTicks, unticked);
    }

    // Where two histories part, for whoever looks into a failed run.
    private static string Difference(IReadOnlyList<Row> one, IReadOnlyList<Row> other)
    {
        int place = one.Zip(other).TakeWhile(pair => pair.First.Id == pair.Second.Id).Count();
        return $"row {place} of {one.Count} and {other.Count}: {Short(one.ElementAtOrDefault(place))} | {Short(other.ElementAtOrDefault(place))}";

        static string Short(Row? row) => row is null ? "none" : $"{row.Id} {(row.IsMine ? "mine" : "theirs")} {row.State} {row.Text[..Math.Min(row.Text.Length, 40)]}";
    }

    private static Dictionary<Guid, int> Place(IEnumerable<Row> rows)
    {
        var places = new Dictionary<Guid, int>();
        foreach (Row row in rows) { places.TryAdd(row.Id, places.Count); }

        return places;
    }

    // By text: a message that came twice under two ids is doubled all the more.
    private static long Doubles(IEnumerable<Row> rows) => rows.GroupBy(row => row.Text).Sum(same => same.Count() - 1L);
}
