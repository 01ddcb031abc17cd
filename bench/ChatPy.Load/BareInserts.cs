using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ChatPy.Load;

/// <summary>The limit: the same texts into one table by one loop, committed in groups, with the settings that lose nothing.</summary>
internal static class BareInserts
{
    private const int RowsPerCommit = 100;

    /// <returns>How long it took.</returns>
    public static TimeSpan Run(string path, IReadOnlyList<string> texts)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand setUp = connection.CreateCommand();
        setUp.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE entry (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT";
        setUp.ExecuteNonQuery();

        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entry (text) VALUES (@text)";
        SqliteParameter text = insert.Parameters.Add("@text", SqliteType.Text);
        insert.Prepare();

        long start = Stopwatch.GetTimestamp();
        foreach (string[] group in texts.Chunk(RowsPerCommit))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (string one in group)
            {
                text.Value = one;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
