using Microsoft.Data.Sqlite;

namespace ChatPy.Load;

/// <summary>Looks into the history of a running ChatPy from outside: how far the sender's log is there.</summary>
internal sealed class LogProbe : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _position;

    /// <param name="directory">The data directory.</param>
    /// <param name="column">Of the log: how far it is stored, or how far it is acknowledged.</param>
    private LogProbe(string directory, string column)
    {
        // A file in WAL mode cannot be opened read-only by whoever comes first; this connection can change nothing all the same.
        _connection = new SqliteConnection($"Data Source={Path.Combine(directory, "history.db")};Mode=ReadWrite;Pooling=False");
        _connection.Open();
        Run("PRAGMA query_only = ON");
        _position = _connection.CreateCommand();
#pragma warning disable CA2100 // One of the two names below.
        _position.CommandText = $"SELECT {column} FROM author_log WHERE number = (SELECT min(log) FROM entry)";
#pragma warning restore CA2100
    }

    /// <summary>How far the log is committed at the receiver.</summary>
    public static LogProbe Committed(string directory) => new(directory, "high_water");

    /// <summary>How far the sender knows that it is.</summary>
    public static LogProbe Acknowledged(string directory) => new(directory, "delivered");

    /// <summary>One look: one row.</summary>
    public long Read() => (long)_position.ExecuteScalar()!;

    /// <summary>How many entries there are, and how many of different content: the same if nothing is there twice.</summary>
    public (long Entries, long Different) Count()
    {
        using SqliteCommand count = _connection.CreateCommand();
        count.CommandText = "SELECT count(*), count(DISTINCT text) FROM entry";
        using SqliteDataReader reader = count.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    public void Dispose()
    {
        _position.Dispose();
        _connection.Dispose();
    }

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // A constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
