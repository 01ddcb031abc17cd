using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ChatPy.Tests.Integration.Storage;

public sealed class GroupWriterTests : StoreTest
{
    private readonly RecordingLogger _logger = new();

    internal override ILogger Logger => _logger;

    [Fact]
    public async Task Append_AThousandAtOnce_GetAGaplessSequenceInFewCommits()
    {
        Entry[] entries = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => AppendAsync($"{i}"), Cancel)));

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), entries.Select(entry => entry.Sequence).Order());
        Assert.Single(entries.Select(entry => entry.Epoch).Distinct());
        Assert.Equal(1000, entries.Select(entry => entry.Clock).Distinct().Count());
        Assert.Equal(1000, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Run_OneOfAGroupFails_UndoesThatOneOnly()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> first = HoldAsync(gate);
        Task<Entry> before = AppendAsync("before");
        Task<int> broken = Store.Writer.RunAsync(
            connection =>
            {
                connection.Execute("UPDATE conversation SET title = 'half done'");
                return connection.Execute("INSERT INTO conversation (id) VALUES (NULL)");
            },
            Cancel);
        Task<Entry> mistaken = Store.AppendAsync(ConversationId.Plain("nobody"), Me, new Draft(Guid.NewGuid(), "lost"), Cancel);
        Task<Entry> after = AppendAsync("after");
        gate.Set();

        await Assert.ThrowsAsync<StorageException>(() => broken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => mistaken);
        Assert.True(await first);
        Assert.Equal((1L, 2L), ((await before).Sequence, (await after).Sequence));
        Assert.Equal("Ada", (await LoadAsync()).Properties.Title);
    }

    [Fact]
    public async Task Run_CommitFails_FailsTheWholeGroupAndThenWorksAgain()
    {
        await AppendAsync("kept");
        using var gate = new ManualResetEventSlim();
        Task<bool> first = HoldAsync(gate);
        Task<Entry> lost = AppendAsync("lost");
        // A promise to the foreign keys that only the commit finds broken.
        Task<int> broken = Store.Writer.RunAsync(
            connection => connection.Connection.Execute(
                "PRAGMA defer_foreign_keys = ON; INSERT INTO author_log (conversation, author, epoch, is_current) VALUES (99, x'00', x'00', 1)"),
            Cancel);
        gate.Set();

        await Assert.ThrowsAsync<StorageException>(() => first);
        await Assert.ThrowsAsync<StorageException>(() => lost);
        await Assert.ThrowsAsync<StorageException>(() => broken);
        Assert.Equal(2, (await AppendAsync("works")).Sequence);
        Assert.Equal(["kept", "works"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.Contains(_logger.Lines, line => line is (LogLevel.Error, 6010, _));
        Assert.Contains(_logger.Lines, line => line is (LogLevel.Information, 6011, _));
        Assert.DoesNotContain(_logger.Lines, line => line.Text.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_DatabaseOutOfPages_IsAStorageExceptionAndRecovers()
    {
        await AppendAsync("kept");
        await Store.Writer.RunAsync(connection => connection.Connection.Execute("PRAGMA max_page_count = 1"), Cancel);

        StorageException failure = await Assert.ThrowsAsync<StorageException>(() => AppendAsync(new string('x', ChatLimits.MaxTextBytes)));

        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        // The limit was the connection's, and that one is gone: the disk has room again.
        Assert.Equal(2, (await AppendAsync(new string('y', ChatLimits.MaxTextBytes))).Sequence);
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_IsNotMade()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> first = HoldAsync(gate);
        using var gaveUp = new CancellationTokenSource();
        Task<Entry> waiting = Store.AppendAsync(Talk, Me, new Draft(Guid.CreateVersion7(), "never mind"), gaveUp.Token);

        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Set();

        await first;
        Assert.Equal(1, (await AppendAsync("next")).Sequence);
    }

    [Fact]
    public async Task Run_AChangeOfManyRows_EndsItsGroup()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> first = HoldAsync(gate);
        Task<ReceiveResult> many = Store.ReceiveAsync([.. Enumerable.Range(1, 256).Select(i => FromPeer(Guid.Empty, i))], Cancel);
        // Would take all of its group with it.
        Task<int> broken = Store.Writer.RunAsync(
            connection => connection.Connection.Execute(
                "PRAGMA defer_foreign_keys = ON; INSERT INTO author_log (conversation, author, epoch, is_current) VALUES (99, x'00', x'00', 1)"),
            Cancel);
        gate.Set();

        await Assert.ThrowsAsync<StorageException>(() => broken);
        Assert.True(await first);
        Assert.Equal(256, (await many).HighWater);
    }

    [Fact]
    public async Task Dispose_WithChangesWaiting_FinishesThemAndLeavesOneFile()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> first = HoldAsync(gate);
        Task<Entry>[] waiting = [.. Enumerable.Range(0, 100).Select(i => AppendAsync($"{i}"))];
        Task closing = CloseAsync();
        gate.Set();

        await closing;
        Assert.True(await first);
        Assert.All(await Task.WhenAll(waiting), entry => Assert.True(entry.Sequence > 0));
        Assert.Equal(["history.db"], Directory.GetFiles(Folder).Select(Path.GetFileName));
        Open();
        Assert.Equal(100, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Run_AfterDispose_SaysThatTheHistoryIsClosed()
    {
        var closed = Store;
        await CloseAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.SaveSettingAsync("nickname", "Ada", Cancel));
    }

    /// <summary>Keeps the writer busy, so that what comes meanwhile forms one group with this.</summary>
    private Task<bool> HoldAsync(ManualResetEventSlim gate) => Store.Writer.RunAsync(
        _ =>
        {
            gate.Wait(Cancel);
            return true;
        },
        Cancel);

    /// <summary>As after a kill between the write and its fsync, or a failed fsync: the entry is visible, and perhaps in the machine's memory only.</summary>
    [Fact]
    public async Task Run_FirstChangeOfAConnection_BringsWhatItFindsInTheLogToTheDatabaseFirst()
    {
        await AppendAsync("found in the log");
        string found = Path.Combine(Folder, "found.db"), alone = Path.Combine(Folder, "alone.db");
        File.Copy(DatabasePath, found);
        File.Copy(DatabasePath + "-wal", found + "-wal");
        Assert.Equal(0, CountIn(CopyOf(found, alone)));

        await using (var writer = new GroupWriter(new Database(found, TimeSpan.FromSeconds(1)), _logger))
        {
            await writer.RunAsync(static _ => 0, Cancel);

            Assert.Equal(1, CountIn(CopyOf(found, alone)));
        }

        static string CopyOf(string database, string copy)
        {
            File.Copy(database, copy, overwrite: true);
            return copy;
        }

        static long CountIn(string database)
        {
            using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
            return connection.QuerySingle<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'entry'") == 0 ? 0 : connection.QuerySingle<long>("SELECT count(*) FROM entry");
        }
    }
}
