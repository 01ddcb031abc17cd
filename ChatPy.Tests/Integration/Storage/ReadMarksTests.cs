using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>Who has read how far: the peer in my log, the person here in the peer's.</summary>
public sealed class ReadMarksTests : StoreTest
{
    private static readonly Guid s_epoch = Guid.NewGuid();

    [Fact]
    public async Task Mark_Read_CoversAllUpToThereAndKeepsTheFirstTime()
    {
        Guid epoch = await AppendThreeAsync();
        DateTimeOffset first = Time.GetUtcNow();
        await Store.MarkAsync(Talk, Me, epoch, 1, DeliveryStep.Read, Cancel);
        Time.Advance(TimeSpan.FromSeconds(1));

        await Store.MarkAsync(Talk, Me, epoch, 2, DeliveryStep.Read, Cancel);
        await Store.MarkAsync(Talk, Me, epoch, 1, DeliveryStep.Read, Cancel);
        await ReopenAsync();

        Assert.Equal([first, first.AddSeconds(1), null], (await ReadAllAsync()).Select(entry => entry.ReadAt));
    }

    [Fact]
    public async Task Mark_ReadBeyondTheEnd_DoesNotMarkWhatIsWrittenLater()
    {
        Guid epoch = await AppendThreeAsync();
        await Store.MarkAsync(Talk, Me, epoch, 100, DeliveryStep.Read, Cancel);
        await AppendAsync("quatre");
        await Store.MarkAsync(Talk, Me, epoch, 3, DeliveryStep.Read, Cancel);

        Assert.Equal([true, true, true, false], (await ReadAllAsync()).Select(entry => entry.ReadAt is not null));
    }

    [Fact]
    public async Task Mark_ReadInAnotherEpoch_MarksNothing()
    {
        await AppendThreeAsync();

        await Store.MarkAsync(Talk, Me, Guid.NewGuid(), 3, DeliveryStep.Read, Cancel);

        Assert.All(await ReadAllAsync(), entry => Assert.Null(entry.ReadAt));
    }

    [Fact]
    public async Task ReadPosition_OfNoLog_IsNothing() =>
        Assert.Equal(new LogPosition(Guid.Empty, 0, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));

    [Fact]
    public async Task ReadPosition_FollowsTheMarker()
    {
        long[] arrivals = [await ReceiveAsync(s_epoch, 1), await ReceiveAsync(s_epoch, 2), await ReceiveAsync(s_epoch, 3)];
        Assert.Equal(new LogPosition(s_epoch, 0, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));

        await Store.MarkReadAsync(Talk, Me, arrivals[1], Cancel);
        Assert.Equal(new LogPosition(s_epoch, 2, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));

        await Store.MarkReadAsync(Talk, Me, long.MaxValue, Cancel);
        Assert.Equal(new LogPosition(s_epoch, 3, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));
        await ReceiveAsync(s_epoch, 4);
        Assert.Equal(new LogPosition(s_epoch, 3, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));
    }

    /// <summary>The author numbered again what it did not know to be here: nothing new to read, so all of it is read.</summary>
    [Fact]
    public async Task ReadPosition_SameEntryUnderANewEpoch_CountsAsReadOnceTheOldOneIs()
    {
        Entry entry = FromPeer(s_epoch, 1);
        var again = Guid.NewGuid();
        await Store.ReceiveAsync(entry, Cancel);
        await Store.ReceiveAsync(entry with { Epoch = again }, Cancel);
        Assert.Equal(new LogPosition(again, 0, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));

        await Store.MarkReadAsync(Talk, Me, long.MaxValue, Cancel);

        Assert.Equal(new LogPosition(again, 1, 0), await Store.GetReadPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Find_ById_GivesTheEntryWithItsTimes()
    {
        Entry kept = await AppendAsync("un");
        await Store.MarkAsync(Talk, Me, kept.Epoch, 1, DeliveryStep.Delivered, Cancel);

        Entry? found = await Store.FindAsync(Talk, kept.Id, Cancel);

        Assert.Equal((kept.Id, kept.StoredAt, Time.GetUtcNow(), null), (found!.Id, found.StoredAt, found.DeliveredAt!.Value, found.ReadAt));
        Assert.Null(await Store.FindAsync(Talk, Guid.NewGuid(), Cancel));
        Assert.Null(await Store.FindAsync(ConversationId.Plain("nobody"), kept.Id, Cancel));
    }

    [Fact]
    public async Task LastSeen_OfAPeer_SurvivesARestart()
    {
        DateTimeOffset seen = Time.GetUtcNow().AddMinutes(-10);
        await Store.SaveConversationAsync(Properties(Talk) with { LastSeen = seen }, Cancel);
        await ReopenAsync();

        Assert.Equal(seen, (await LoadAsync()).Properties.LastSeen);
    }

    private async Task<Guid> AppendThreeAsync()
    {
        await AppendAsync("un");
        await AppendAsync("deux");
        return (await AppendAsync("trois")).Epoch;
    }

    private async Task<long> ReceiveAsync(Guid epoch, long sequence) => (await Store.ReceiveAsync(FromPeer(epoch, sequence), Cancel)).Stored[0].Arrival;
}
