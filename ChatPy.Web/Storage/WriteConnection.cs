using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>The connection that writes. It prepares each statement once: preparing costs as much as running it.</summary>
internal sealed class WriteConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>For statements too rare to be kept.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Runs a statement. Values are given in the same order each time.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query; dispose the reader before the same one runs again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Bind(sql, values).ExecuteReader();

    /// <summary>The row number of the row inserted last.</summary>
    public long LastRow => SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>
    /// Writes the whole write-ahead log into the database file, both synced, and begins the log anew. What a connection finds in the log may be
    /// of a commit whose fsync failed, or of a process that was killed before it: visible, and not on disk. Nothing may be built on it before.
    /// </summary>
    /// <exception cref="IOException">Somebody is reading from the log and does not end.</exception>
    public void Settle()
    {
        using SqliteDataReader reader = Query("PRAGMA wal_checkpoint(TRUNCATE)");
        if (reader.Read() && reader.GetInt64(0) != 0) { throw new IOException("The write-ahead log is being read, and cannot be begun anew."); }
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _prepared.Values) { command.Dispose(); }

        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach ((string name, _) in values) { command.Parameters.AddWithValue(name, DBNull.Value); }

            _prepared.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++) { command.Parameters[i].Value = values[i].Value ?? DBNull.Value; }

        return command;
    }
}
