using System.Diagnostics;

namespace ChatPy.Load;

/// <summary>The limit: the same texts into a database by one loop, committed in groups, with the settings that lose nothing.</summary>
internal static class BareInserts
{
    private const int RowsPerCommit = 100;

    /// <inheritdoc cref="BareTable.OfTexts"/>
    /// <returns>How long it took.</returns>
    public static TimeSpan OfTexts(string path, IReadOnlyList<string> texts, int rowsPerCommit = RowsPerCommit) => Run(BareTable.OfTexts(path), texts, rowsPerCommit);

    /// <inheritdoc cref="BareTable.OfEntries"/>
    /// <returns>How long it took.</returns>
    public static TimeSpan OfEntries(string history, IReadOnlyList<string> texts) => Run(BareTable.OfEntries(history), texts, RowsPerCommit);

    private static TimeSpan Run(BareTable table, IReadOnlyList<string> texts, int rowsPerCommit)
    {
        using (table)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (string[] group in texts.Chunk(rowsPerCommit)) { table.Insert(group); }
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
