using BenchmarkDotNet.Attributes;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Data.Sqlite;

namespace ChatPy.Bench.Storage;

/// <summary>What is sent when a session goes on: the next entries of my log, from its middle.</summary>
public class LogReading : HistoryBenchmark
{
    private const int Count = 128;

    private PeerId _me;
    private long _middle;

    [Benchmark(Baseline = true)]
    public int BareSelect() => ReadAll();

    [Benchmark]
    public Task<IReadOnlyList<Entry>> ReadLog() => History.Store.ReadLogAsync(Seeded.Conversation, _me, _middle, Count, CancellationToken.None);

    private protected override async Task PrepareAsync(SqliteCommand bare)
    {
        _me = History.Book.Me;
        _middle = (await History.Store.GetPositionAsync(Seeded.Conversation, _me, CancellationToken.None)).Sequence / 2;
        bare.CommandText = EntryTable.Select + "WHERE e.log = (SELECT number FROM author_log WHERE author = @author) AND e.sequence > @sequence ORDER BY e.sequence LIMIT @count";
        bare.Parameters.AddWithValue("@author", _me.ToByteArray());
        bare.Parameters.AddWithValue("@sequence", _middle);
        bare.Parameters.AddWithValue("@count", Count);
    }
}
