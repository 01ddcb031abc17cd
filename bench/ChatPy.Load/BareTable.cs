using Microsoft.Data.Sqlite;

namespace ChatPy.Load;

/// <summary>A table with one prepared insert and nothing around it: WAL, <c>synchronous=FULL</c>.</summary>
internal sealed class BareTable : IDisposable
{
    private const string SetUp = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _text;
    private readonly Action? _next;

    private BareTable(SqliteConnection connection, SqliteCommand insert, Action? next = null)
    {
        (_connection, _insert, _next) = (connection, insert, next);
        _text = insert.Parameters.Add("@text", SqliteType.Text);
        insert.Prepare();
    }

    /// <summary>Of rows that hold a text and nothing else.</summary>
    /// <param name="path">Where it is made.</param>
    public static BareTable OfTexts(string path)
    {
        SqliteConnection connection = Open(path, SetUp + "CREATE TABLE entry (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
        SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entry (text) VALUES (@text)";
        return new BareTable(connection, insert);
    }

    /// <summary>Of rows of a history: with the columns and the indexes that an entry of ChatPy has.</summary>
    /// <param name="history">An empty one; it is filled.</param>
    public static BareTable OfEntries(string history)
    {
        SqliteConnection connection = Open(history, SetUp + """
            INSERT INTO conversation (number, id, kind, title, trust, created_at, last_clock) VALUES (1, x'01', 0, '', 0, 0, 0);
            INSERT INTO author_log (number, conversation, author, epoch, is_current) VALUES (1, 1, randomblob(32), randomblob(16), 1);
            """);
        SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO entry (conversation, log, sequence, author, id, clock, text, stored_at)
            VALUES (1, 1, @number, zeroblob(32), @id, @number, @text, @number)
            """;
        SqliteParameter number = insert.Parameters.Add("@number", SqliteType.Integer), id = insert.Parameters.Add("@id", SqliteType.Blob);
        long last = 0;
        return new BareTable(connection, insert, () => (number.Value, id.Value) = (++last, Guid.CreateVersion7().ToByteArray(bigEndian: true)));
    }

    /// <summary>Inserts a row for each text, all in one commit.</summary>
    public void Insert(IReadOnlyList<string> texts)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (string text in texts)
        {
            _next?.Invoke();
            _text.Value = text;
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
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
}
