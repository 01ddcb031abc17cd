using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class LogWriterReceiveTests : StoreTest
{
    private readonly Guid _epoch = Guid.NewGuid();

    [Fact]
    public async Task Receive_TheNextOne_IsStoredAsItCame()
    {
        Entry sent = FromPeer(_epoch, 1);

        ReceiveResult result = await Store.ReceiveAsync(sent, Cancel);

        Assert.Equal((ReceiveOutcome.Stored, 1L), (result.Outcome, result.HighWater));
        Entry stored = Assert.Single(result.Stored);
        Assert.Equal(sent with { StoredAt = Time.GetUtcNow(), Arrival = stored.Arrival }, stored);
        Assert.Equal(stored, Assert.Single(await ReadAllAsync()));
        Assert.Equal(new LogPosition(_epoch, 1, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Receive_TheNextOne_IsToldOfInItsPlaceBeforeItIsOnTheDisk_AndWhoReadsThenWaitsForIt()
    {
        IReadOnlyList<Entry>? placed = null;
        Task<IReadOnlyList<Entry>>? reading = null;
        bool wasRead = true;

        ReceiveResult result = await Store.ReceiveAsync([FromPeer(_epoch, 1)], Cancel, told =>
        {
            (placed, reading) = (told, ReadAllAsync());
            wasRead = reading.Wait(TimeSpan.FromMilliseconds(50), CancellationToken.None);   // never: the disk waits for us
        });

        Assert.Equal(result.Stored, placed);
        Assert.False(wasRead);
        Assert.Equal(placed, await reading!);
    }

    [Fact]
    public async Task Receive_WhatIsThereAlready_IsADuplicateAndChangesNothing()
    {
        Entry first = FromPeer(_epoch, 1);
        await Store.ReceiveAsync(first, Cancel);
        await Store.ReceiveAsync(FromPeer(_epoch, 2), Cancel);

        ReceiveResult result = await Store.ReceiveAsync(first, Cancel);

        Assert.Equal((ReceiveOutcome.Duplicate, 2L, 0), (result.Outcome, result.HighWater, result.Stored.Count));
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Receive_AnotherEntryOfATakenNumber_IsAConflictAndNotTakenForTheOneThatIsThere(long sequence)
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);
        await Store.ReceiveAsync(FromPeer(_epoch, 2), Cancel);

        ReceiveResult result = await Store.ReceiveAsync(FromPeer(_epoch, sequence, "another"), Cancel);

        Assert.Equal(ReceiveOutcome.Conflict, result.Outcome);
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Receive_OneTooFar_IsAGapAndStoresNothing()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);

        ReceiveResult result = await Store.ReceiveAsync(FromPeer(_epoch, 3), Cancel);

        Assert.Equal((ReceiveOutcome.Gap, 1L, 0), (result.Outcome, result.HighWater, result.Stored.Count));
        Assert.Single(await ReadAllAsync());
    }

    [Fact]
    public async Task Receive_ANewEpochThatDoesNotStartAtOne_IsAGapAndIsForgotten()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);

        ReceiveResult result = await Store.ReceiveAsync(FromPeer(Guid.NewGuid(), 2), Cancel);

        Assert.Equal((ReceiveOutcome.Gap, 0L, 0), (result.Outcome, result.HighWater, result.Stored.Count));
        Assert.Equal(_epoch, (await Store.GetPositionAsync(Talk, Peer, Cancel)).Epoch);
    }

    [Fact]
    public async Task Receive_ANewEpoch_StartsAtOneAndOldEntriesStay()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1, "old"), Cancel);
        var next = Guid.NewGuid();

        ReceiveResult result = await Store.ReceiveAsync(FromPeer(next, 1, "new") with { Clock = LogClock.At(Time.GetUtcNow().AddDays(1)) }, Cancel);

        Assert.Equal((ReceiveOutcome.Stored, 1L), (result.Outcome, result.HighWater));
        Assert.Equal(["old", "new"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.Equal(new LogPosition(next, 1, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Receive_AnEpochThatIsNoLongerPresent_GoesOnInItsOwnSequence()
    {
        var next = Guid.NewGuid();
        Entry first = FromPeer(_epoch, 1);
        await Store.ReceiveAsync(first, Cancel);
        await Store.ReceiveAsync(FromPeer(next, 1), Cancel);

        ReceiveResult known = await Store.ReceiveAsync(first, Cancel);
        ReceiveResult late = await Store.ReceiveAsync(FromPeer(_epoch, 2), Cancel);

        Assert.Equal((ReceiveOutcome.Duplicate, 1L), (known.Outcome, known.HighWater));
        Assert.Equal((ReceiveOutcome.Stored, 2L), (late.Outcome, late.HighWater));
        Assert.Equal(new LogPosition(next, 1, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Receive_AnEntryNumberedAgain_CountsButIsNotShownTwice()
    {
        Entry first = FromPeer(_epoch, 1);
        await Store.ReceiveAsync(first, Cancel);
        var next = Guid.NewGuid();

        ReceiveResult again = await Store.ReceiveAsync(first with { Epoch = next }, Cancel);
        ReceiveResult after = await Store.ReceiveAsync(FromPeer(next, 2), Cancel);

        Assert.Equal((ReceiveOutcome.Duplicate, 1L, 0), (again.Outcome, again.HighWater, again.Stored.Count));
        Assert.Equal((ReceiveOutcome.Stored, 2L), (after.Outcome, after.HighWater));
        Assert.Equal(2, (await ReadAllAsync()).Count);
        Assert.Equal(new LogPosition(next, 2, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Receive_ARun_IsStoredInOrderAndMovesLogAndClockOn()
    {
        Entry[] run = [.. Enumerable.Range(1, 300).Select(i => FromPeer(_epoch, i, $"{i}"))];

        ReceiveResult result = await Store.ReceiveAsync(run, Cancel);

        Assert.Equal((ReceiveOutcome.Stored, 300L), (result.Outcome, result.HighWater));
        Assert.Equal(run.Select(entry => entry.Id), result.Stored.Select(entry => entry.Id));
        Assert.Equal(result.Stored, await ReadAllAsync());
        Assert.Equal(new LogPosition(_epoch, 300, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
        Assert.True((await AppendAsync("an answer")).Clock.CompareTo(run[^1].Clock) > 0);
    }

    [Fact]
    public async Task Receive_ARunThatBeginsWithWhatIsThere_StoresTheRest()
    {
        Entry[] run = [.. Enumerable.Range(1, 4).Select(i => FromPeer(_epoch, i))];
        await Store.ReceiveAsync(run[..2], Cancel);

        ReceiveResult result = await Store.ReceiveAsync(run, Cancel);

        Assert.Equal((ReceiveOutcome.Stored, 4L), (result.Outcome, result.HighWater));
        Assert.Equal([3L, 4L], result.Stored.Select(entry => entry.Sequence));
        Assert.Equal(4, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Receive_ARunWithAGap_StoresWhatComesBeforeIt()
    {
        ReceiveResult result = await Store.ReceiveAsync([FromPeer(_epoch, 1), FromPeer(_epoch, 2), FromPeer(_epoch, 4), FromPeer(_epoch, 5)], Cancel);

        Assert.Equal((ReceiveOutcome.Gap, 2L), (result.Outcome, result.HighWater));
        Assert.Equal([1L, 2L], (await ReadAllAsync()).Select(entry => entry.Sequence));
        Assert.Equal(new LogPosition(_epoch, 2, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Receive_ARunNumberedAgain_CountsWhatCameBeforeAndStoresTheRest()
    {
        Entry[] old = [FromPeer(_epoch, 1), FromPeer(_epoch, 2)];
        await Store.ReceiveAsync(old, Cancel);
        var next = Guid.NewGuid();

        ReceiveResult result = await Store.ReceiveAsync([old[1] with { Epoch = next, Sequence = 1 }, FromPeer(next, 2), FromPeer(next, 3)], Cancel);

        Assert.Equal((ReceiveOutcome.Stored, 3L), (result.Outcome, result.HighWater));
        Assert.Equal([2L, 3L], result.Stored.Select(entry => entry.Sequence));
        Assert.Equal([(_epoch, 1L), (_epoch, 2L), (next, 2L), (next, 3L)], (await ReadAllAsync()).Select(entry => (entry.Epoch, entry.Sequence)));
        Assert.Equal(new LogPosition(next, 3, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
    }

    [Fact]
    public async Task Receive_WithTimesOfItsWay_KeepsNoneOfThem()
    {
        Entry sent = FromPeer(_epoch, 1) with { SentAt = Time.GetUtcNow(), DeliveredAt = Time.GetUtcNow(), Arrival = 99 };

        ReceiveResult result = await Store.ReceiveAsync(sent, Cancel);

        Entry stored = Assert.Single(result.Stored);
        Assert.Equal((null, null, 1L), (stored.SentAt, stored.DeliveredAt, stored.Arrival));
    }

    [Fact]
    public async Task Receive_AtTheEndOfTime_IsOrderedLastAndAnswered()
    {
        await AppendAsync("now");
        await Store.ReceiveAsync(FromPeer(_epoch, 1, "year 6000") with { Clock = At(6000) }, Cancel);
        await Store.ReceiveAsync(FromPeer(_epoch, 2, "year 7000") with { Clock = At(7000) }, Cancel);
        await Store.ReceiveAsync(FromPeer(_epoch, 3, "the end") with { Clock = LogClock.Max }, Cancel);

        Entry answer = await AppendAsync("after the end");

        Assert.Equal(LogClock.Max, answer.Clock);
        Assert.Equal(["now", "year 6000", "year 7000"], (await ReadAllAsync()).Take(3).Select(entry => entry.Text));

        static LogClock At(int year) => LogClock.At(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
