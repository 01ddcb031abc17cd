using Microsoft.Data.Sqlite;

namespace ChatPy.Load.Peers;

/// <summary>The limit of a lone message on a disk: one row, one commit, one fsync.</summary>
internal sealed class BareCommits : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    /// <param name="path">A new database.</param>
    public BareCommits(string path)
    {
        _connection = BareInserts.OpenForTexts(path);
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO entry (text) VALUES (@text)";
        _insert.Parameters.AddWithValue("@text", new string('x', SmallMessage.TextBytes));
        _insert.Prepare();
    }

    /// <summary>Returns when it is on disk.</summary>
    public void Commit() => _insert.ExecuteNonQuery();

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
