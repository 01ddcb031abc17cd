namespace ChatPy.Faults;

/// <summary>Several pairs of peers side by side: for faults that mostly wait.</summary>
internal static class Lanes
{
    /// <summary>Shares the cycles of a run out evenly and runs the lanes at once.</summary>
    /// <param name="run">The run.</param>
    /// <param name="most">How many lanes there may be.</param>
    /// <param name="runLane">Runs one, given its number and the numbers of its cycles.</param>
    public static Task RunAsync(FaultRun run, int most, Func<int, IReadOnlyList<int>, Task> runLane)
    {
        int lanes = Math.Min(most, run.Cycles);
        return Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => runLane(lane, [.. Enumerable.Range(0, run.Cycles).Where(cycle => cycle % lanes == lane)])));
    }
}
