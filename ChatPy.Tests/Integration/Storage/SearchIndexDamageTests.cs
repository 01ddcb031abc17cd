using System.Threading.Channels;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>The index is made of the history: what becomes of it costs nobody a message.</summary>
public sealed class SearchIndexDamageTests : StoreTest
{
    private const int DamagedAndRenewed = 6015;
    private const string WordsDamaged = "UPDATE message_text_data SET block = randomblob(length(block)) WHERE id > 10";
    private const string StructureDamaged = "UPDATE message_text_data SET block = substr(block, 1, 4) || x'FFFFFFFFFFFFFFFFFF' WHERE id = 10";

    private readonly RecordingLogger _logger = new();

    internal override ILogger Logger => _logger;

    private int Renewals => _logger.Lines.Count(line => line.Id == DamagedAndRenewed);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (int i = 0; i < 20; i++) { await AppendAsync($"robot {i}"); }
        Assert.Equal(20, await CountAsync("robot"));
    }

    [Theory]
    [InlineData(WordsDamaged)]
    [InlineData(StructureDamaged)]
    public async Task Open_IndexDamaged_KeepsTheHistoryAndMakesTheIndexAnew(string damage)
    {
        await CloseAsync();
        Damage(damage);

        Open();

        Assert.Null(Store.MovedAside);
        Assert.True(await Store.CheckIndexAsync(Cancel));
        Assert.Equal(20, await CountAsync("robot"));
        Assert.False(await Store.CheckIndexAsync(Cancel));
        Assert.Equal(1, Renewals);
    }

    [Fact]
    public async Task Search_MeetsTheDamage_FindsAllTheSame()
    {
        Damage(StructureDamaged);

        Assert.Equal(20, await CountAsync("robot"));
        Assert.Equal(1, Renewals);
    }

    [Fact]
    public async Task Change_MeetsTheDamage_IsMadeOnceAndSoAreThoseBesideIt()
    {
        Damage(StructureDamaged);
        using var gate = new ManualResetEventSlim();
        Task<int> first = Store.Writer.RunAsync(
            connection =>
            {
                gate.Wait(Cancel);
                return connection.Execute("UPDATE conversation SET title = title || '!'");
            },
            Cancel);
        Task<int> meets = Store.Writer.RunAsync(
            connection =>
            {
                int changed = connection.Execute("UPDATE conversation SET title = title || '?'");
                connection.Execute(SearchIndex.Forget, ("@arrival", 3));
                return changed;
            },
            Cancel);
        Task<Entry> beside = AppendAsync("robot 20");
        gate.Set();

        Assert.Equal((1, 1), (await first, await meets));
        Assert.Equal(21, (await beside).Sequence);
        Assert.Equal("Ada!?", (await LoadAsync()).Properties.Title);
        Assert.Equal(21, await CountAsync("robot"));
        Assert.Equal(1, Renewals);
    }

    [Fact]
    public async Task Schedule_LooksOnceAfterTheStart_AndIndexesAnewByItself()
    {
        Damage(WordsDamaged);
        var time = new TimeWithTimers();
        using var schedule = new SearchSchedule(Store, time, NullLogger<SearchSchedule>.Instance);
        await schedule.StartAsync(Cancel);

        await time.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal((1, 0L), (Renewals, Progress()));

        await time.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 20L), (Renewals, Progress()));
        await schedule.StopAsync(Cancel);
    }

    private void Damage(string how)
    {
        using SqliteConnection file = OpenFile();
        Assert.NotEqual(0, file.Execute(how));
    }

    private long Progress()
    {
        using SqliteConnection file = OpenFile();
        return file.QuerySingle<long>("SELECT arrival FROM search_progress");
    }

    private async Task<int> CountAsync(string word)
    {
        SearchResult result = await Store.SearchAsync(new SearchQuery([word]), long.MaxValue, 100, Cancel);
        Assert.True(result.IsComplete);
        return result.Matches.Count;
    }

    // Says when somebody waits for it.
    private sealed class TimeWithTimers : FakeTimeProvider
    {
        private readonly Channel<ITimer> _timers = Channel.CreateUnbounded<ITimer>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(timer);
            return timer;
        }

        /// <summary>Lets it pass once somebody waits, until somebody waits again.</summary>
        public async Task PassAsync(TimeSpan time)
        {
            await _timers.Reader.ReadAsync(Cancel);
            Advance(time);
            await _timers.Reader.WaitToReadAsync(Cancel);
        }
    }
}
