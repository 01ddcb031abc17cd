using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class HistoryReaderTests : StoreTest
{
    [Fact]
    public async Task Load_MoreThanTheListShows_GivesTheNewestInOrderAndSaysThereAreOlder()
    {
        for (int i = 1; i <= ChatLimits.RecentMessages; i++) { await AppendAsync($"{i}"); }

        Assert.False((await LoadAsync()).HasOlder);
        await AppendAsync("one more");

        StoredHistory history = await LoadAsync();
        Assert.True(history.HasOlder);
        Assert.Equal(ChatLimits.RecentMessages, history.Recent.Messages.Count);
        Assert.Equal(["2", "one more"], [history.Recent.Messages[0].Text, history.Recent.Messages[^1].Text]);
    }

    [Fact]
    public async Task Load_NothingYet_IsEmpty()
    {
        StoredHistory history = await LoadAsync();

        Assert.Empty(history.Recent.Messages);
        Assert.Equal((false, 0, 0L), (history.HasOlder, history.Unread, history.ReadUpTo));
        Assert.Empty((await Store.LoadAsync(Cancel)).Settings);
    }

    [Fact]
    public async Task SaveSetting_Twice_KeepsTheLast()
    {
        await Store.SaveSettingAsync("nickname", "Ada", Cancel);
        await Store.SaveSettingAsync("nickname", "Grace", Cancel);
        await ReopenAsync();

        Assert.Equal("Grace", Assert.Single((await Store.LoadAsync(Cancel)).Settings).Value);
    }

    [Fact]
    public async Task ReadBefore_PageByPage_ShowsEveryEntryOnceInOrder()
    {
        var epoch = Guid.NewGuid();
        for (int i = 1; i <= 25; i++)
        {
            await AppendAsync($"mine {i}");
            // Equal clocks on purpose: author and sequence decide.
            await Store.ReceiveAsync(FromPeer(epoch, i) with { Clock = LogClock.Max }, Cancel);
        }

        List<Entry> all = [];
        EntryOrder before = EntryOrder.End;
        while ((await Store.ReadBeforeAsync(Talk, before, 7, Cancel)).Messages is { Count: > 0 } page)
        {
            Assert.Equal(page.OrderBy(entry => entry.Order), page);
            all.InsertRange(0, page);
            before = page[0].Order;
        }

        Assert.Equal(50, all.Select(entry => entry.Id).Distinct().Count());
        Assert.Equal(all.OrderBy(entry => entry.Order), all);
    }

    [Fact]
    public async Task ReadLog_FromTheMiddle_GivesMyEntriesOnlyUpToTheCount()
    {
        for (int i = 1; i <= 5; i++) { await AppendAsync($"{i}"); }

        await Store.ReceiveAsync(FromPeer(Guid.NewGuid(), 1), Cancel);

        Assert.Equal(["3", "4"], (await Store.ReadLogAsync(Talk, Me, 2, 2, Cancel)).Select(entry => entry.Text));
        Assert.Empty(await Store.ReadLogAsync(Talk, Me, 5, 2, Cancel));
    }

    [Fact]
    public async Task GetPosition_NoLogYet_IsEmptyAndZero()
    {
        Assert.Equal(new LogPosition(Guid.Empty, 0, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
        Assert.Equal(new LogPosition(Guid.Empty, 0, 0), await Store.GetPositionAsync(ConversationId.Plain("nobody"), Peer, Cancel));
    }

    [Fact]
    public async Task Reopen_AfterEverything_ShowsEverything()
    {
        Entry mine = await AppendAsync("salut");
        await Store.ReceiveAsync(FromPeer(Guid.NewGuid(), 1), Cancel);
        await Store.MarkAsync(Talk, Me, mine.Epoch, 1, DeliveryStep.Delivered, Cancel);
        await Store.MarkReadAsync(Talk, Me, 2, Cancel);
        StoredHistory before = await LoadAsync();

        await ReopenAsync();

        StoredHistory after = await LoadAsync();
        Assert.Equal(before.Recent.Messages, after.Recent.Messages);
        Assert.Equal(before with { Recent = after.Recent }, after);
        Assert.Null(Store.MovedAside);
    }
}
