using System.Text;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Storage;

public sealed class HistoryDeletionTests : StoreTest
{
    private readonly Guid _epoch = Guid.NewGuid();

    private DateTimeOffset Due => Time.GetUtcNow().AddSeconds(10);

    [Fact]
    public async Task Delete_DeliveredAndReceived_IsGoneAndTheLogsAreAsLongAsBefore()
    {
        await TalkAsync();

        await DeleteAsync();

        Assert.Empty(await ReadAllAsync());
        Assert.Equal(2, (await Store.GetPositionAsync(Talk, Me, Cancel)).Sequence);
        Assert.Equal(new LogPosition(_epoch, 2, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
        StoredHistory history = await LoadAsync();
        Assert.Equal((0, false, null), (history.Unread, history.HasOlder, history.DeleteAt));
        Assert.Equal(3, (await AppendAsync("after")).Sequence);
        Assert.Equal(ReceiveOutcome.Stored, (await Store.ReceiveAsync(FromPeer(_epoch, 3), Cancel)).Outcome);
    }

    [Fact]
    public async Task Delete_All_LeavesNoTimeOfItEither()
    {
        await TalkAsync();

        await DeleteAsync();

        Assert.Equal(0, await Store.Writer.RunAsync(connection => connection.Connection.QuerySingle<int>("SELECT count(*) FROM delivery_mark"), Cancel));
    }

    [Fact]
    public async Task Delete_ThePeersLastEntry_IsStillKnownByItsId()
    {
        Entry last = FromPeer(_epoch, 1);
        await Store.ReceiveAsync(last, Cancel);

        await DeleteAsync();

        Assert.Equal(last.Id, await Store.FindIdAsync(Talk, Peer, _epoch, 1, Cancel));
    }

    [Fact]
    public async Task Delete_WhatThePeerDoesNotHaveYet_Stays()
    {
        Entry delivered = await AppendAsync("delivered");
        await Store.MarkAsync(Talk, Me, delivered.Epoch, 1, DeliveryStep.Delivered, Cancel);
        await AppendAsync("sent");
        await Store.MarkAsync(Talk, Me, delivered.Epoch, 2, DeliveryStep.Sent, Cancel);
        await AppendAsync("queued");

        await DeleteAsync();

        Assert.Equal([("sent", true), ("queued", false)], (await ReadAllAsync()).Select(entry => (entry.Text, entry.SentAt is not null)));
        Assert.Equal([2L, 3L], (await Store.ReadLogAsync(Talk, Me, 1, 100, Cancel)).Select(entry => entry.Sequence));
    }

    [Theory]
    [InlineData(false, new[] { "queued" })]
    [InlineData(true, new string[0])]
    public async Task Delete_OfAPlainPeer_KeepsOnlyWhatIsOnItsWay(bool evenUnsent, string[] left)
    {
        await Store.SaveConversationAsync(Properties(Talk) with { Kind = ConversationKind.Plain }, Cancel);
        Entry sent = await AppendAsync("sent");
        await Store.MarkAsync(Talk, Me, sent.Epoch, 1, DeliveryStep.Sent, Cancel);
        await AppendAsync("failed");
        await Store.MarkAsync(Talk, Me, sent.Epoch, 2, DeliveryStep.Failed, Cancel);
        await AppendAsync("queued");

        await DeleteAsync(evenUnsent);

        Assert.Equal(left, (await ReadAllAsync()).Select(entry => entry.Text));
    }

    [Fact]
    public async Task Delete_WhatCameAfterTheWish_Stays()
    {
        await TalkAsync();
        await Store.PlanDeletionAsync(Talk, Due, Cancel);
        await Store.ReceiveAsync(FromPeer(_epoch, 3, "new"), Cancel);

        await RunAsync();

        Assert.Equal(["new"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.Equal(1, (await LoadAsync()).Unread);
    }

    [Fact]
    public async Task Cancel_InTime_NothingIsDeleted()
    {
        await TalkAsync();
        await Store.PlanDeletionAsync(Talk, Due, Cancel);

        Assert.True(await Store.CancelDeletionAsync(Talk, Cancel));

        await RunAsync();
        Assert.Equal(4, (await ReadAllAsync()).Count);
        Assert.Null((await LoadAsync()).DeleteAt);
    }

    [Fact]
    public async Task Cancel_WhenTheTimeIsOver_IsRefused()
    {
        await TalkAsync();
        await Store.PlanDeletionAsync(Talk, Due, Cancel);
        Time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(await Store.CancelDeletionAsync(Talk, Cancel));
    }

    [Fact]
    public async Task Receive_WhatWasDeleted_IsADuplicateAndNotShownAgain()
    {
        Entry old = FromPeer(_epoch, 1);
        await Store.ReceiveAsync(old, Cancel);
        await DeleteAsync();

        Assert.Equal(ReceiveOutcome.Duplicate, (await Store.ReceiveAsync(old, Cancel)).Outcome);
        // Its author was rolled back, and numbers it again.
        ReceiveResult again = await Store.ReceiveAsync([old with { Epoch = Guid.NewGuid() }, FromPeer(_epoch, 2) with { Sequence = 2 }], Cancel);

        Assert.Equal(2, again.HighWater);
        Assert.Single(await ReadAllAsync());
    }

    [Fact]
    public async Task Delete_KilledBetweenTwoParts_IsStillNotedAndGoesOn()
    {
        await Store.ReceiveAsync([.. Enumerable.Range(1, HistoryDeletion.AtOnce + 50).Select(number => FromPeer(_epoch, number))], Cancel);
        await Store.PlanDeletionAsync(Talk, Due, Cancel);
        Assert.True(await Store.DeleteHistoryAsync(Talk, Me, false, Cancel));

        // What a kill leaves behind: the file and its log, as they are.
        string elsewhere = Path.Combine(Folder, "killed.db");
        File.Copy(DatabasePath, elsewhere);
        File.Copy(DatabasePath + "-wal", elsewhere + "-wal");
        await using SqliteMessageStore after = SqliteMessageStore.Open(elsewhere, TimeSpan.FromSeconds(1), Time, NullLogger.Instance);

        Assert.Equal(Due, Assert.Single((await after.LoadAsync(Cancel)).Conversations).DeleteAt);
        Assert.False(await after.DeleteHistoryAsync(Talk, Me, false, Cancel));
        Assert.Empty(Assert.Single((await after.LoadAsync(Cancel)).Conversations).Recent.Messages);
        Assert.Equal(HistoryDeletion.AtOnce + 50, (await after.GetPositionAsync(Talk, Peer, Cancel)).Sequence);
    }

    [Fact]
    public async Task Delete_ThenClose_LeavesNoTraceOfTheTextInTheFile()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1, "un secret bien gardé"), Cancel);
        await DeleteAsync();
        await CloseAsync();

        Assert.DoesNotContain("un secret", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(DatabasePath, Cancel)), StringComparison.Ordinal);
        Open();
    }

    [Fact]
    public async Task Delete_BeginsTheLogAnewWithItsLength()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1, "un secret"), Cancel);

        await DeleteAsync();

        byte[] log = await File.ReadAllBytesAsync(DatabasePath + "-wal", Cancel);
        Assert.InRange(log.Length, 4_000_000, 5_000_000);
        Assert.False(log.AsSpan().ContainsAnyExcept((byte)0), "the log is not empty");
    }

    [Fact]
    public async Task Delete_WhatWasIndexed_LeavesNoTraceOfItsWordsInAnyFileWhileChatPyRuns()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1, "un secret bien quetzalcoatl"), Cancel);
        Assert.Single((await Store.SearchAsync(new SearchQuery(["secret"]), long.MaxValue, 10, Cancel)).Matches);

        await DeleteAsync();

        Assert.All(Directory.GetFiles(Folder), file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.DoesNotContain("quetzalcoatl", reader.ReadToEnd(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task StoreFetched_OfMineThatWasDeleted_IsNotShownAgain()
    {
        Entry mine = await AppendAsync("mine");
        await Store.MarkAsync(Talk, Me, mine.Epoch, 1, DeliveryStep.Delivered, Cancel);
        await DeleteAsync();
        await Store.LeaveEpochAsync(Talk, Me, mine.Epoch, Cancel);

        Assert.Empty(await Store.StoreFetchedAsync([mine], Cancel));

        Assert.Empty(await ReadAllAsync());
    }

    [Fact]
    public async Task Append_UnderTheIdOfWhatWasDeleted_IsWrittenAgain()
    {
        Entry mine = await AppendAsync("mine");
        await Store.MarkAsync(Talk, Me, mine.Epoch, 1, DeliveryStep.Delivered, Cancel);
        await DeleteAsync();

        Assert.Equal(2, (await Store.AppendAsync(Talk, Me, new Draft(mine.Id, "mine"), Cancel)).Sequence);
    }

    [Fact]
    public async Task IsWhole_AfterADeletion_OnlyBeyondIt()
    {
        await TalkAsync();
        await DeleteAsync();
        await AppendAsync("after");

        Assert.False(await Store.IsWholeAsync(Talk, Me, 0, Cancel));
        Assert.False(await Store.IsWholeAsync(Talk, Me, 1, Cancel));
        Assert.True(await Store.IsWholeAsync(Talk, Me, 2, Cancel));
        Assert.True(await Store.IsWholeAsync(Talk, Me, 3, Cancel));
    }

    [Fact]
    public async Task GetReadPosition_ReadThenDeletedThenNew_IsWhereThePersonWas()
    {
        await TalkAsync();
        await DeleteAsync();
        await Store.ReceiveAsync(FromPeer(_epoch, 3, "new"), Cancel);

        Assert.Equal(2, (await Store.GetReadPositionAsync(Talk, Peer, Cancel)).Sequence);
    }

    [Fact]
    public async Task Save_Arrangement_IsReadBackAndTheWishToDeleteStays()
    {
        await Store.PlanDeletionAsync(Talk, Due, Cancel);
        StoredConversation arranged = Properties(Talk) with
        {
            Arrangement = new Arrangement { Alias = "Mme Lovelace", IsPinned = true, IsMuted = true, IsMarkedUnread = true, ArchivedUpTo = 7 },
        };

        await Store.SaveConversationAsync(arranged, Cancel);

        StoredHistory history = await LoadAsync();
        Assert.Equal((arranged, Due), (history.Properties, history.DeleteAt));
    }

    /// <summary>Two entries of each, all arrived where they should.</summary>
    private async Task TalkAsync()
    {
        Guid mine = (await AppendAsync("un")).Epoch;
        await AppendAsync("deux");
        await Store.MarkAsync(Talk, Me, mine, 2, DeliveryStep.Delivered, Cancel);
        await Store.ReceiveAsync([FromPeer(_epoch, 1), FromPeer(_epoch, 2)], Cancel);
    }

    private async Task DeleteAsync(bool evenUnsent = false)
    {
        await Store.PlanDeletionAsync(Talk, Due, Cancel);
        await RunAsync(evenUnsent);
    }

    private async Task RunAsync(bool evenUnsent = false)
    {
        while (await Store.DeleteHistoryAsync(Talk, Me, evenUnsent, Cancel)) { }
    }
}
