using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class LogWriterEpochTests : StoreTest
{
    [Fact]
    public async Task StartEpoch_SomeDelivered_NumbersTheRestAgainFromOne()
    {
        Entry delivered = await AppendAsync("un");
        await AppendAsync("deux");
        await AppendAsync("trois");
        await Store.MarkAsync(Talk, Me, delivered.Epoch, 1, DeliveryStep.Delivered, Cancel);

        LogPosition position = await Store.StartEpochAsync(Talk, Me, Cancel);

        Assert.Equal((2L, 0L), (position.Sequence, position.Delivered));
        Assert.NotEqual(delivered.Epoch, position.Epoch);
        Assert.Equal(position, await Store.GetPositionAsync(Talk, Me, Cancel));
        Assert.Equal(
            [(1L, "deux"), (2L, "trois")],
            (await Store.ReadLogAsync(Talk, Me, 0, 100, Cancel)).Select(entry => (entry.Sequence, entry.Text)));
        Assert.Equal(
            [(delivered.Epoch, 1L, "un"), (position.Epoch, 1L, "deux"), (position.Epoch, 2L, "trois")],
            (await ReadAllAsync()).Select(entry => (entry.Epoch, entry.Sequence, entry.Text)));
    }

    [Fact]
    public async Task StartEpoch_TwiceWithoutDelivery_GathersWhatIsLeftOfAllEpochs()
    {
        await AppendAsync("un");
        await Store.StartEpochAsync(Talk, Me, Cancel);
        await AppendAsync("deux");

        LogPosition position = await Store.StartEpochAsync(Talk, Me, Cancel);

        Assert.Equal(2, position.Sequence);
        Assert.Equal(["un", "deux"], (await Store.ReadLogAsync(Talk, Me, 0, 100, Cancel)).Select(entry => entry.Text));
    }

    [Fact]
    public async Task StartEpoch_NothingWritten_IsAnEmptyLog()
    {
        LogPosition position = await Store.StartEpochAsync(Talk, Me, Cancel);

        Assert.NotEqual(Guid.Empty, position.Epoch);
        Assert.Equal(0, position.Sequence);
        Entry entry = await AppendAsync("un");
        Assert.Equal((position.Epoch, 1L), (entry.Epoch, entry.Sequence));
    }

    [Fact]
    public async Task StartEpoch_OfMyLog_LeavesThePeersAlone()
    {
        var theirs = Guid.NewGuid();
        await Store.ReceiveAsync(FromPeer(theirs, 1), Cancel);

        await Store.StartEpochAsync(Talk, Me, Cancel);

        Assert.Equal(new LogPosition(theirs, 1, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task StartEpoch_ThenDelivered_MarksTheNewNumbers()
    {
        await AppendAsync("un");
        LogPosition position = await Store.StartEpochAsync(Talk, Me, Cancel);

        await Store.MarkAsync(Talk, Me, position.Epoch, 1, DeliveryStep.Delivered, Cancel);

        Assert.NotNull(Assert.Single(await ReadAllAsync()).DeliveredAt);
        Assert.Equal(1, (await Store.GetPositionAsync(Talk, Me, Cancel)).Delivered);
    }
}
