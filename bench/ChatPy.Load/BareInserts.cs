using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ChatPy.Load;

/// <summary>The limit: the same texts into a database by one loop, committed in groups, with the settings that lose nothing.</summary>
internal static class BareInserts
{
    private const int RowsPerCommit = 100;

    private const string SetUp = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ";

    /// <summary>Into a table that holds a text and nothing else.</summary>
    /// <param name="path">The database; there is none yet.</param>
    /// <param name="texts">What to insert.</param>
    /// <param name="rowsPerCommit">How many rows share an fsync.</param>
    /// <returns>How long it took.</returns>
    public static TimeSpan OfTexts(string path, IReadOnlyList<string> texts, int rowsPerCommit = RowsPerCommit)
    {
        using SqliteConnection connection = Open(path, SetUp + "CREATE TABLE entry (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entry (text) VALUES (@text)";
        return Run(connection, insert, texts, rowsPerCommit);
    }

    /// <summary>As rows of a history: with the columns and the indexes that an entry of ChatPy has.</summary>
    /// <param name="history">An empty one; it is filled.</param>
    /// <param name="texts">What to insert.</param>
    /// <returns>How long it took.</returns>
    public static TimeSpan OfEntries(string history, IReadOnlyList<string> texts)
    {
        using SqliteConnection connection = Open(history, SetUp + """
            INSERT INTO conversation (number, id, kind, title, trust, created_at, last_clock) VALUES (1, x'01', 0, '', 0, 0, 0);
            INSERT INTO author_log (number, conversation, author, epoch, is_current) VALUES (1, 1, randomblob(32), randomblob(16), 1);
            """);
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO entry (conversation, log, sequence, author, id, clock, text, stored_at)
            VALUES (1, 1, @number, zeroblob(32), @id, @number, @text, @number)
            """;
        SqliteParameter number = insert.Parameters.Add("@number", SqliteType.Integer), id = insert.Parameters.Add("@id", SqliteType.Blob);
        long last = 0;
        return Run(connection, insert, texts, RowsPerCommit, () => (number.Value, id.Value) = (++last, Guid.CreateVersion7().ToByteArray(bigEndian: true)));
    }

    private static SqliteConnection Open(string path, string setUp)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = setUp;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return connection;
    }

    private static TimeSpan Run(SqliteConnection connection, SqliteCommand insert, IReadOnlyList<string> texts, int rowsPerCommit, Action? next = null)
    {
        SqliteParameter text = insert.Parameters.Add("@text", SqliteType.Text);
        insert.Prepare();

        long start = Stopwatch.GetTimestamp();
        foreach (string[] group in texts.Chunk(rowsPerCommit))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (string one in group)
            {
                next?.Invoke();
                text.Value = one;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
