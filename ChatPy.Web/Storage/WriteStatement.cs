using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatPy.Web.Storage;

/// <summary>
/// A prepared statement that changes something, spoken to without the library's parameters and readers: those cost a third of storing a message.
/// </summary>
internal sealed class WriteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <param name="database">Where it runs.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="values">The names of its parameters, in the order in which their values will come.</param>
    /// <exception cref="SqliteException">It cannot be prepared.</exception>
    public WriteStatement(sqlite3 database, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement, out string rest), database);
        if (!string.IsNullOrWhiteSpace(rest)) { throw new ArgumentException($"Only the first of several statements would run: {sql}", nameof(sql)); }

        _places = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            _places[i] = raw.sqlite3_bind_parameter_index(_statement, values[i].Name);
            if (_places[i] == 0) { throw new ArgumentException($"There is no {values[i].Name} in: {sql}", nameof(values)); }
        }

        if (raw.sqlite3_bind_parameter_count(_statement) != values.Length) { throw new ArgumentException($"There are more parameters than values in: {sql}", nameof(values)); }
    }

    /// <returns>How many rows it changed.</returns>
    /// <exception cref="SqliteException">It failed.</exception>
    public int Run(ReadOnlySpan<(string Name, object? Value)> values)
    {
        for (int i = 0; i < values.Length; i++) { SqliteException.ThrowExceptionForRC(Bind(_places[i], values[i].Value), _database); }

        int result;
        do { result = raw.sqlite3_step(_statement); } while (result == raw.SQLITE_ROW);
        int changed = raw.sqlite3_changes(_database);
        try
        {
            if (result != raw.SQLITE_DONE) { SqliteException.ThrowExceptionForRC(result, _database); }
            return changed;
        }
        finally { raw.sqlite3_reset(_statement); }
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        bool holds => raw.sqlite3_bind_int64(_statement, place, holds ? 1 : 0),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value of the database.", nameof(value)),
    };
}
