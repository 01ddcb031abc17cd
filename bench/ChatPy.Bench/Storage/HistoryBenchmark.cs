using BenchmarkDotNet.Attributes;
using ChatPy.Load.Histories;
using Microsoft.Data.Sqlite;

namespace ChatPy.Bench.Storage;

/// <summary>A question to a history, long or short, beside the one statement of SQLite that answers it.</summary>
public abstract class HistoryBenchmark
{
    private SqliteConnection _connection = null!;
    private SqliteCommand _bare = null!;

    public static IEnumerable<int> Sizes => Histories.Sizes;

    /// <summary>Of the whole history; half of them are mine.</summary>
    [ParamsSource(nameof(Sizes))]
    public int Messages { get; set; }

    private protected SeededHistory Seeded { get; private set; } = null!;

    private protected OpenedHistory History { get; private set; } = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        Seeded = await Histories.GetAsync(Messages);
        History = new OpenedHistory(Seeded.Directory);
        _ = History.Store;
        // Read-only is not for files in WAL mode; query_only has the same effect.
        _connection = new SqliteConnection($"Data Source={Seeded.File};Mode=ReadWrite;Pooling=False");
        _connection.Open();
        _bare = _connection.CreateCommand();
        _bare.CommandText = "PRAGMA query_only = ON";
        _bare.ExecuteNonQuery();
        await PrepareAsync(_bare);
        _bare.Prepare();
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _bare.DisposeAsync();
        await _connection.DisposeAsync();
        await History.DisposeAsync();
    }

    /// <summary>Gives the statement its text and its values.</summary>
    private protected abstract Task PrepareAsync(SqliteCommand bare);

    /// <summary>Runs it once and reads every column of every row.</summary>
    private protected int ReadAll()
    {
        using SqliteDataReader reader = _bare.ExecuteReader();
        int columns = 0;
        while (reader.Read())
        {
            for (int i = 0; i < reader.FieldCount; i++) { columns += reader.GetValue(i) is DBNull ? 0 : 1; }
        }

        return columns;
    }
}
