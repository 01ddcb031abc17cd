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
