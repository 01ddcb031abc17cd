using BenchmarkDotNet.Attributes;
using ChatPy.Load;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Bench.Storage;

/// <summary>Messages of mine until they are on the disk, beside bare inserts with the same columns and indexes in one commit.</summary>
public class LogAppending : ICounted
{
    private OpenedHistory _history = null!;
    private BareTable _bare = null!;
    private ConversationId _conversation;
    private PeerId _me;
    private string[] _texts = [];

    /// <summary>Messages that are handed over at once.</summary>
    [Params(1, 100)]
    public int Together { get; set; }

    public Amount PerOperation => new(Together, "messages");

    [GlobalSetup]
    public async Task SetUp()
    {
        _texts = [.. Enumerable.Range(1, Together).Select(number => $"Message {number} of many, about as long as what people write to each other.")];

        string bare = Histories.MakeDirectory($"bare-{Guid.NewGuid()}");
        await using (var empty = new OpenedHistory(bare)) { _ = empty.Store; }
        _bare = BareTable.OfEntries(Path.Combine(bare, "history.db"));

        _history = new OpenedHistory(Histories.MakeDirectory($"log-{Guid.NewGuid()}"));
        _me = _history.Book.Me;
        var other = new PeerId([.. Enumerable.Repeat((byte)7, PeerId.Bytes)]);
        _conversation = (await _history.Book.SaveAsync(_history.Book.Direct(other, "Camille", address: null), static fresh => fresh, CancellationToken.None)).Id;
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _bare.Dispose();
        await _history.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public void BareInserts() => _bare.Insert(_texts);

    [Benchmark]
    public Task Append() =>
        Task.WhenAll(_texts.Select(text => _history.Store.AppendAsync(_conversation, _me, new Draft(Guid.CreateVersion7(), text), CancellationToken.None)));
}
