using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>Marks that lie behind the traffic, on a real database.</summary>
public sealed class DeliveryNotesTests : StoreTest
{
    private Guid _epoch;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (string text in (string[])["un", "deux", "trois", "quatre"]) { _epoch = (await AppendAsync(text)).Epoch; }
    }

    [Fact]
    public async Task Note_ManyInABurst_AreOneWriteOfTheNewest()
    {
        var notes = new DeliveryNotes(Talk, Me, Store, Time, Logger);
        foreach (long sequence in (long[])[1, 3, 2]) { notes.Note(_epoch, sequence, DeliveryStep.Sent); }
        notes.Note(_epoch, 2, DeliveryStep.Delivered);
        Assert.All(await ReadAllAsync(), entry => Assert.Null(entry.SentAt));

        Time.Advance(DeliveryNotes.Behind);
        await notes.CompleteAsync();

        Assert.Equal([true, true, true, false], (await ReadAllAsync()).Select(entry => entry.SentAt is not null));
        Assert.Equal([true, true, false, false], (await ReadAllAsync()).Select(entry => entry.DeliveredAt is not null));
        Assert.Equal(new LogPosition(_epoch, 4, 2), await Store.GetPositionAsync(Talk, Me, Cancel));
    }

    [Fact]
    public async Task Complete_DoesNotWaitForTheClock()
    {
        var notes = new DeliveryNotes(Talk, Me, Store, Time, Logger);
        notes.Note(_epoch, 4, DeliveryStep.Delivered);

        await notes.CompleteAsync();

        Assert.All(await ReadAllAsync(), entry => Assert.Equal(Time.GetUtcNow(), entry.DeliveredAt));
    }

    [Fact]
    public async Task Note_AfterTheEnd_IsStillWritten()
    {
        var notes = new DeliveryNotes(Talk, Me, Store, Time, Logger);
        await notes.CompleteAsync();

        notes.Note(_epoch, 1, DeliveryStep.Delivered);
        await notes.CompleteAsync();

        Assert.Equal(new LogPosition(_epoch, 4, 1), await Store.GetPositionAsync(Talk, Me, Cancel));
    }
}
