using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Tests.Integration.Storage;

public sealed class DeliveryMarksTests : StoreTest
{
    private Guid _epoch;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (string text in (string[])["un", "deux", "trois", "quatre"]) { _epoch = (await AppendAsync(text)).Epoch; }
    }

    [Fact]
    public async Task Mark_Sent_CoversAllUpToThere()
    {
        await MarkAsync(2, DeliveryStep.Sent);

        Assert.Equal([Time.GetUtcNow(), Time.GetUtcNow(), null, null], (await ReadAllAsync()).Select(entry => entry.SentAt));
        Assert.All(await ReadAllAsync(), entry => Assert.Null(entry.DeliveredAt));
        Assert.Equal(new LogPosition(_epoch, 4, 0), await Store.GetPositionAsync(Talk, Me, Cancel));
    }

    [Fact]
    public async Task Mark_AgainLater_KeepsTheFirstTime()
    {
        DateTimeOffset first = Time.GetUtcNow();
        await MarkAsync(1, DeliveryStep.Sent);
        Time.Advance(TimeSpan.FromSeconds(1));

        await MarkAsync(2, DeliveryStep.Sent);
        await MarkAsync(1, DeliveryStep.Sent);

        Assert.Equal([first, first.AddSeconds(1), null, null], (await ReadAllAsync()).Select(entry => entry.SentAt));
    }

    [Fact]
    public async Task Mark_Delivered_FillsInSentWhereItIsMissing()
    {
        DateTimeOffset sent = Time.GetUtcNow();
        await MarkAsync(1, DeliveryStep.Sent);
        Time.Advance(TimeSpan.FromSeconds(1));

        await MarkAsync(2, DeliveryStep.Delivered);

        IReadOnlyList<Entry> entries = await ReadAllAsync();
        Assert.Equal([sent, sent.AddSeconds(1), null, null], entries.Select(entry => entry.SentAt));
        Assert.Equal([sent.AddSeconds(1), sent.AddSeconds(1), null, null], entries.Select(entry => entry.DeliveredAt));
        Assert.Equal(new LogPosition(_epoch, 4, 2), await Store.GetPositionAsync(Talk, Me, Cancel));
    }

    [Fact]
    public async Task Mark_BeyondTheEnd_DoesNotMarkWhatIsWrittenLater()
    {
        await MarkAsync(100, DeliveryStep.Delivered);
        Entry later = await AppendAsync("cinq");
        await MarkAsync(100, DeliveryStep.Sent);

        Assert.Equal(new LogPosition(_epoch, 5, 4), await Store.GetPositionAsync(Talk, Me, Cancel));
        Entry kept = Assert.Single(await Store.ReadLogAsync(Talk, Me, 4, 10, Cancel));
        Assert.Equal((later.Id, true, false), (kept.Id, kept.SentAt is not null, kept.DeliveredAt is not null));
    }

    [Fact]
    public async Task Mark_Failed_IsThatEntryOnlyAndStaysWhenLaterOnesAreSent()
    {
        await MarkAsync(1, DeliveryStep.Sent);
        await MarkAsync(3, DeliveryStep.Failed);

        await MarkAsync(4, DeliveryStep.Sent);

        IReadOnlyList<Entry> entries = await ReadAllAsync();
        Assert.Equal([null, null, Time.GetUtcNow(), null], entries.Select(entry => entry.FailedAt));
        Assert.Equal([true, true, false, true], entries.Select(entry => entry.SentAt is not null));
    }

    [Fact]
    public async Task Mark_AnotherEpoch_MarksNothing()
    {
        await Store.MarkAsync(Talk, Me, Guid.NewGuid(), 4, DeliveryStep.Delivered, Cancel);
        await Store.MarkAsync(ConversationId.Plain("nobody"), Me, _epoch, 4, DeliveryStep.Delivered, Cancel);

        Assert.All(await ReadAllAsync(), entry => Assert.Null(entry.DeliveredAt));
    }

    [Fact]
    public async Task Mark_ALongLogInThreeSteps_WritesThreeRowsAndEachEntryHasItsOwnTime()
    {
        DateTimeOffset first = Time.GetUtcNow();
        await MarkAsync(1, DeliveryStep.Delivered);
        Time.Advance(TimeSpan.FromSeconds(1));
        await MarkAsync(3, DeliveryStep.Delivered);
        Time.Advance(TimeSpan.FromSeconds(1));
        await MarkAsync(4, DeliveryStep.Delivered);

        Assert.Equal([first, first.AddSeconds(1), first.AddSeconds(1), first.AddSeconds(2)], (await ReadAllAsync()).Select(entry => entry.DeliveredAt));
        Assert.Equal([1, 3, 4], await MarksOfAsync(DeliveryStep.Delivered));
    }

    [Fact]
    public async Task Mark_AnEntryThatHasItsOwnTime_KeepsIt()
    {
        // As all were before there were marks.
        DateTimeOffset own = Time.GetUtcNow().AddYears(-1);
        await Store.Writer.RunAsync(connection => connection.Execute("UPDATE entry SET delivered_at = @own WHERE sequence = 2", ("@own", own.UtcTicks)), Cancel);

        await MarkAsync(3, DeliveryStep.Delivered);

        Assert.Equal([Time.GetUtcNow(), own, Time.GetUtcNow(), null], (await ReadAllAsync()).Select(entry => entry.DeliveredAt));
    }

    [Fact]
    public async Task ForgetDeliveries_InTheMiddleOfAMark_KeepsTheTimeOfWhatIsLeft()
    {
        DateTimeOffset first = Time.GetUtcNow();
        await MarkAsync(1, DeliveryStep.Delivered);
        Time.Advance(TimeSpan.FromSeconds(1));
        await MarkAsync(4, DeliveryStep.Delivered);

        await Store.ForgetDeliveriesAsync(Talk, Me, _epoch, 2, Cancel);

        Assert.Equal([first, first.AddSeconds(1), null, null], (await ReadAllAsync()).Select(entry => entry.DeliveredAt));
        Assert.Equal([1, 2], await MarksOfAsync(DeliveryStep.Delivered));
        Assert.Equal(new LogPosition(_epoch, 4, 2), await Store.GetPositionAsync(Talk, Me, Cancel));

        Time.Advance(TimeSpan.FromSeconds(1));
        await MarkAsync(4, DeliveryStep.Delivered);

        Assert.Equal([first, first.AddSeconds(1), first.AddSeconds(2), first.AddSeconds(2)], (await ReadAllAsync()).Select(entry => entry.DeliveredAt));
    }

    [Fact]
    public async Task ForgetDeliveries_AllOfThem_LeavesNoMark()
    {
        await MarkAsync(4, DeliveryStep.Delivered);

        await Store.ForgetDeliveriesAsync(Talk, Me, Guid.Empty, 0, Cancel);

        Assert.All(await ReadAllAsync(), entry => Assert.True(entry.SentAt is not null && entry.DeliveredAt is null));
        Assert.Empty(await MarksOfAsync(DeliveryStep.Delivered));
    }

    private Task<IEnumerable<long>> MarksOfAsync(DeliveryStep step) => Store.Writer.RunAsync(
        connection => connection.Connection.Query<long>("SELECT up_to FROM delivery_mark WHERE step = @step ORDER BY up_to", new { step = (int)step }), Cancel);

    private Task MarkAsync(long sequence, DeliveryStep reached) => Store.MarkAsync(Talk, Me, _epoch, sequence, reached, Cancel);
}
