using ChatPy.Web.Chat;

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

    private Task MarkAsync(long sequence, DeliveryStep reached) => Store.MarkAsync(Talk, Me, _epoch, sequence, reached, Cancel);
}
