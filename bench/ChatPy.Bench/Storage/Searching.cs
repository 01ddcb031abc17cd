using BenchmarkDotNet.Attributes;
using ChatPy.Load.Histories;
using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Bench.Storage;

/// <summary>How often a word was written.</summary>
public enum Frequency
{
    /// <summary>In five messages.</summary>
    Rare,

    /// <summary>In every tenth.</summary>
    Common,
}

/// <summary>The newest messages with a word, beside the index alone.</summary>
public class Searching : HistoryBenchmark
{
    private const int PageSize = 50;

    private SearchQuery _query = null!;

    [ParamsAllValues]
    public Frequency Word { get; set; }

    [Benchmark(Baseline = true)]
    public int IndexAlone() => ReadAll();

    [Benchmark]
    public Task<SearchResult> Search() => History.Store.SearchAsync(_query, long.MaxValue, PageSize, CancellationToken.None);

    private protected override Task PrepareAsync(SqliteCommand bare)
    {
        string word = Word == Frequency.Rare ? HistoryTexts.Rare : HistoryTexts.Common;
        _query = new SearchQuery([word]);
        bare.CommandText = "SELECT rowid FROM message_text WHERE message_text MATCH @match ORDER BY rowid DESC LIMIT @count";
        bare.Parameters.AddWithValue("@match", $"text : (\"{word}\"*)");
        bare.Parameters.AddWithValue("@count", PageSize);
        return Task.CompletedTask;
    }
}
