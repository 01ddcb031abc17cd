using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatPy.Web.Storage;

/// <summary>The connection that writes. It prepares each statement once: preparing costs as much as running it.</summary>
internal sealed class WriteConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, WriteStatement> _statements = [];
    private readonly Dictionary<string, SqliteCommand> _queries = [];

    /// <summary>For statements too rare to be kept.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>The row number of the row inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>How many rows were changed since it was opened.</summary>
    public int Changes => raw.sqlite3_total_changes(connection.Handle);

    /// <summary>Whether the write-ahead log holds what shall be nowhere any more: it begins anew after this commit, instead of when it is full.</summary>
    public bool HasDeleted { get; set; }

    /// <summary>Runs a statement. Values are given in the same order each time.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_statements.TryGetValue(sql, out WriteStatement? statement))
        {
            statement = new WriteStatement(connection.Handle!, sql, values);
            _statements.Add(sql, statement);
        }

        return statement.Run(values);
    }

    /// <summary>Runs a query; dispose the reader before the same one runs again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_queries.TryGetValue(sql, out SqliteCommand? query))
        {
            query = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
            query.CommandText = sql;
#pragma warning restore CA2100
            foreach ((string name, _) in values) { query.Parameters.AddWithValue(name, DBNull.Value); }

            _queries.Add(sql, query);
        }

        for (int i = 0; i < values.Length; i++) { query.Parameters[i].Value = values[i].Value ?? DBNull.Value; }

        return query.ExecuteReader();
    }

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
        foreach (WriteStatement statement in _statements.Values) { statement.Dispose(); }
        foreach (SqliteCommand query in _queries.Values) { query.Dispose(); }

        connection.Dispose();
    }
}
