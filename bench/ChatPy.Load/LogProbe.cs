using Microsoft.Data.Sqlite;

namespace ChatPy.Load;

/// <summary>Looks into the history of a running ChatPy from outside: how far the sender's log is there.</summary>
internal sealed class LogProbe : IDisposable
{
    private const string OneLog = " FROM author_log WHERE number = (SELECT min(log) FROM entry)";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _position;

    /// <param name="directory">The data directory.</param>
    /// <param name="position">How far: a query for one number.</param>
    private LogProbe(string directory, string position)
    {
        // A file in WAL mode cannot be opened read-only by whoever comes first; this connection can change nothing all the same.
        _connection = new SqliteConnection($"Data Source={Path.Combine(directory, "history.db")};Mode=ReadWrite;Pooling=False");
        _connection.Open();
        Run("PRAGMA query_only = ON");
        _position = _connection.CreateCommand();
#pragma warning disable CA2100 // One of those below.
        _position.CommandText = position;
#pragma warning restore CA2100
    }

    /// <summary>How far the log is committed at the receiver.</summary>
    public static LogProbe Committed(string directory) => new(directory, "SELECT high_water" + OneLog);

    /// <summary>How far the sender knows that it is.</summary>
    public static LogProbe Acknowledged(string directory) => new(directory, "SELECT delivered" + OneLog);

    /// <summary>How many are committed here, of all logs together.</summary>
    public static LogProbe AllCommitted(string directory) => new(directory, "SELECT coalesce(sum(high_water), 0) FROM author_log");

    /// <summary>How many are known to be committed where they were sent, of all logs together.</summary>
    public static LogProbe AllAcknowledged(string directory) => new(directory, "SELECT coalesce(sum(delivered), 0) FROM author_log");

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
