using BenchmarkDotNet.Attributes;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Bench.Storage;

/// <summary>How far a log goes: what a session begins with.</summary>
public class PositionReading : HistoryBenchmark
{
    private PeerId _me;

    [Benchmark(Baseline = true)]
    public int BareSelect() => ReadAll();

    [Benchmark]
    public Task<LogPosition> GetPosition() => History.Store.GetPositionAsync(Seeded.Conversation, _me, CancellationToken.None);

    private protected override Task PrepareAsync(SqliteCommand bare)
    {
        _me = History.Book.Me;
        bare.CommandText = """
            SELECT l.epoch, l.high_water, l.delivered FROM author_log l
            WHERE l.conversation = (SELECT number FROM conversation WHERE id = @conversation) AND l.author = @author AND l.is_current = 1
            """;
        bare.Parameters.AddWithValue("@conversation", Seeded.Conversation.ToByteArray());
        bare.Parameters.AddWithValue("@author", _me.ToByteArray());
        return Task.CompletedTask;
    }
}
