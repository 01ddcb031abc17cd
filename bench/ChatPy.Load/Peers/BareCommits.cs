using Microsoft.Data.Sqlite;

namespace ChatPy.Load.Peers;

/// <summary>The limit of a lone message on a disk: one row, one commit, one fsync.</summary>
internal sealed class BareCommits : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _number, _id;
    private long _last;

    private BareCommits(SqliteConnection connection, string insert)
    {
        _connection = connection;
        _insert = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, below.
        _insert.CommandText = insert;
#pragma warning restore CA2100
        _number = _insert.Parameters.Add("@number", SqliteType.Integer);
        _id = _insert.Parameters.Add("@id", SqliteType.Blob);
        _insert.Parameters.AddWithValue("@text", new string('x', SmallMessage.TextBytes));
        _insert.Prepare();
    }

    /// <summary>Into a table that holds a text and nothing else.</summary>
    /// <param name="path">A new database.</param>
    public static BareCommits OfTexts(string path) => new(BareInserts.OpenForTexts(path), "INSERT INTO entry (text) VALUES (@text)");

    /// <summary>As rows of a history: with the columns and the indexes that an entry of ChatPy has.</summary>
    /// <param name="history">An empty one.</param>
    public static BareCommits OfEntries(string history) => new(BareInserts.OpenForEntries(history), BareInserts.Entry);

    /// <summary>Returns when it is on disk.</summary>
    public void Commit()
    {
        (_number.Value, _id.Value) = (++_last, Guid.CreateVersion7().ToByteArray(bigEndian: true));
        _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
