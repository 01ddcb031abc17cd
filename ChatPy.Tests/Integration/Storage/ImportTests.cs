using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>What a file brought back stands beside the logs: it is shown and found, and is nothing that a log promises.</summary>
public sealed class ImportTests : StoreTest
{
    private long _arrival;

    [Fact]
    public async Task Imported_OfBothAuthors_IsShownInItsPlaceAndUnreadByNobody()
    {
        Entry here = await AppendAsync("here");
        await Store.ReceiveAsync(FromPeer(Guid.NewGuid(), 1, "unread"), Cancel);

        Assert.Equal(2, await ImportAsync(Copy("before", -20), Copy("theirs before", -10, isMine: false)));

        Assert.Equal(["before", "theirs before", "here", "unread"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.Equal(1, (await LoadAsync()).Unread);
        Assert.Equal(0, await Store.MarkReadAsync(Talk, Me, here.Arrival + 1, Cancel));
        Assert.Null(await Store.FindUnreadAsync(Talk, Me, Cancel));
        Assert.Equal(1, (await Store.GetReadPositionAsync(Talk, Peer, Cancel)).Sequence);
    }

    [Fact]
    public async Task Imported_Twice_IsThereOnceAndAsItWasAtFirst()
    {
        ImportedMessage copy = Copy("first", -10);
        await ImportAsync(copy);

        Assert.Equal(0, await ImportAsync(copy with { Entry = copy.Entry with { Text = "another text", Arrival = _arrival++ } }));

        Assert.Equal(["first"], (await ReadAllAsync()).Select(entry => entry.Text));
    }

    [Fact]
    public async Task Imported_WhatIsHereAlready_StaysAsItIs()
    {
        Entry mine = await AppendAsync("mine");
        ImportedMessage copy = Copy("made up", -10);

        Assert.Equal(0, await ImportAsync(copy with { Entry = copy.Entry with { Id = mine.Id }, Changes = [Edit(mine, "made up", -5)] }));

        Assert.Equal(["mine"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.Empty(await Store.ReadVersionsAsync(Talk, mine.Id, 10, Cancel));
    }

    [Fact]
    public async Task Imported_NoLogKnowsOfIt()
    {
        Entry before = await AppendAsync("before");
        LogPosition position = await Store.GetPositionAsync(Talk, Me, Cancel);

        await ImportAsync(Copy("mine", -10), Copy("theirs", -5, isMine: false));

        Assert.Equal(position, await Store.GetPositionAsync(Talk, Me, Cancel));
        Assert.Equal(new LogPosition(Guid.Empty, 0, 0), await Store.GetPositionAsync(Talk, Peer, Cancel));
        Assert.Equal([before.Epoch], (await Store.ReadEpochsAsync(Talk, Me, Cancel)).Select(state => state.Epoch));
        Assert.Empty(await Store.ReadEpochsAsync(Talk, Peer, Cancel));
        Assert.Equal(["before"], (await Store.ReadLogAsync(Talk, Me, 0, 10, Cancel)).Select(entry => entry.Text));
        Assert.Equal((before.Epoch, 2), ((await AppendAsync("after")) is var after ? (after.Epoch, after.Sequence) : default));
    }

    /// <summary>Whatever the peer says it has lost: what is sent again is what was written here.</summary>
    [Fact]
    public async Task Imported_TheLogIsNumberedAgain_IsNotInIt()
    {
        Entry before = await AppendAsync("before");
        await ImportAsync(Copy("waiting where it was saved", -10) is var copy ? copy with { Entry = copy.Entry with { DeliveredAt = null } } : null!, Copy("delivered", -5));
        await Store.MarkAsync(Talk, Me, before.Epoch, 1, DeliveryStep.Delivered, Cancel);

        await Store.ForgetDeliveriesAsync(Talk, Me, Guid.Empty, 0, Cancel);
        Assert.Equal(1, (await Store.LeaveEpochAsync(Talk, Me, before.Epoch, Cancel)).Sequence);

        Assert.Equal(["before"], (await Store.ReadLogAsync(Talk, Me, 0, 10, Cancel)).Select(entry => entry.Text));
        Assert.Equal(3, (await ReadAllAsync()).Count);
    }

    [Theory]
    [InlineData("as it was")]
    [InlineData("something else")]
    public async Task Imported_ThenItComesByItsLog_IsThatEntryAndNothingElse(string inTheFile)
    {
        var epoch = Guid.NewGuid();
        Entry real = FromPeer(epoch, 1, "as it was");
        ImportedMessage copy = Copy(inTheFile, -10, isMine: false);
        await ImportAsync(copy with { Entry = copy.Entry with { Id = real.Id } });
        Assert.Single(await FindAsync(inTheFile));

        ReceiveResult received = await Store.ReceiveAsync([real, FromPeer(epoch, 2, "next")], Cancel);

        Assert.Equal((ReceiveOutcome.Stored, 2), (received.Outcome, received.HighWater));
        Assert.Equal([(epoch, 1, "as it was"), (epoch, 2, "next")], (await ReadAllAsync()).Select(entry => (entry.Epoch, entry.Sequence, entry.Text)));
        Assert.Equal(["as it was", "next"], (await Store.ReadEpochAsync(Talk, Peer, epoch, 0, 10, Cancel)).Select(entry => entry.Text));
        Assert.Equal(1, (await LoadAsync()).Unread);
        Assert.Single(await FindAsync("as it was"));
        Assert.Empty(await FindAsync("something else"));
    }

    [Fact]
    public async Task Imported_OfMine_AnotherComesUnderItsId_StaysAsItIs()
    {
        ImportedMessage copy = Copy("what I said", -10);
        await ImportAsync(copy);

        ReceiveResult received = await Store.ReceiveAsync(FromPeer(Guid.NewGuid(), 1, "what I never said") with { Id = copy.Entry.Id }, Cancel);

        Assert.Equal((ReceiveOutcome.Duplicate, 1), (received.Outcome, received.HighWater));
        Assert.Equal((Me, "what I said"), Assert.Single(await ReadAllAsync()) is var kept ? (kept.Author, kept.Text) : default);
    }

    [Fact]
    public async Task Imported_ThenThePeerGivesItBack_StandsInItsOldEpoch()
    {
        ImportedMessage copy = Copy("mine", -10);
        await ImportAsync(copy);
        Entry kept = copy.Entry with { Epoch = Guid.NewGuid(), Sequence = 7 };

        await Store.StoreFetchedAsync([kept], Cancel);

        Assert.Equal((kept.Epoch, 7), Assert.Single(await ReadAllAsync()) is var entry ? (entry.Epoch, entry.Sequence) : default);
        EpochState epoch = Assert.Single(await Store.ReadEpochsAsync(Talk, Me, Cancel));
        Assert.Equal((kept.Epoch, false, 7, 7), (epoch.Epoch, epoch.IsCurrent, epoch.HighWater, epoch.Delivered));
    }

    /// <summary>An author who was rolled back uses a number again; that a file knows the new entry does not make the number free.</summary>
    [Fact]
    public async Task Imported_AnEntryComesUnderATakenNumber_IsStillAConflict()
    {
        var epoch = Guid.NewGuid();
        await Store.ReceiveAsync(FromPeer(epoch, 1, "first"), Cancel);
        Entry again = FromPeer(epoch, 1, "again");
        ImportedMessage copy = Copy("again", -10, isMine: false);
        await ImportAsync(copy with { Entry = copy.Entry with { Id = again.Id } });

        Assert.Equal(ReceiveOutcome.Conflict, (await Store.ReceiveAsync(again, Cancel)).Outcome);
    }

    [Fact]
    public async Task Imported_IsFoundByWhatItSaysNow_NewestFirst()
    {
        ImportedMessage edited = Copy("", -30, text: "robots now"), deleted = Copy("", -20, text: "");
        edited = edited with { Changes = [Edit(edited.Entry, "robots now", -25)] };
        await ImportAsync(edited, deleted, Copy("robots later", -10));
        await AppendAsync("robots here");

        Assert.Equal(["robots here", "robots later", "robots now"], await FindAsync("robots"));
    }

    [Fact]
    public async Task Imported_TheIndexBeginsAnew_IsFoundAsBefore()
    {
        ImportedMessage edited = Copy("", -30, text: "robots now"), deleted = Copy("", -20, text: "");
        edited = edited with { Changes = [Edit(edited.Entry, "robots now", -25)] };
        await ImportAsync(edited, deleted, Copy("robots later", -10));
        _arrival = 0;
        await ImportAsync(Copy("robots of another file", -40));
        await AppendAsync("robots here");
        Assert.Equal(4, (await FindAsync("robots")).Count);

        await BeginIndexAnewAsync();

        Assert.Equal(["robots here", "robots later", "robots now", "robots of another file"], await FindAsync("robots"));
        Assert.False(await Store.CheckIndexAsync(Cancel));
    }

    [Fact]
    public async Task Imported_TheIndexIsMadeAnewByAMigration_IsFoundAsBefore()
    {
        await ImportAsync(Copy("robots later", -10));
        await CloseAsync();
        using (SqliteConnection before = OpenFile()) { Assert.Equal(1, before.Execute("DELETE FROM SchemaVersions WHERE ScriptName = '0009_search_letters.sql'")); }

        Open();

        Assert.Null(Store.MovedAside);
        Assert.Equal(["robots later"], await FindAsync("robots"));
    }

    [Fact]
    public async Task Imported_ComesByItsLogBeforeTheIndexHasIt_IsFoundByWhatItSaysNowAndNeverByWhatItSaid()
    {
        Entry real = FromPeer(Guid.NewGuid(), 1, "as it was");
        ImportedMessage copy = Copy("something else", -10, isMine: false);
        await ImportAsync(copy with { Entry = copy.Entry with { Id = real.Id } });
        await BeginIndexAnewAsync();

        await Store.ReceiveAsync(real, Cancel);

        Assert.Single(await FindAsync("as it was"));
        Assert.Empty(await FindAsync("something else"));

        await Store.ReceiveAsync(FromPeer(real.Epoch, 2, "changed") with { Kind = EntryKind.Edit, Target = real.Id }, Cancel);
        Assert.Single(await FindAsync("changed"));
        Assert.Empty(await FindAsync("as it was"));
    }

    [Fact]
    public async Task Imported_TheHistoryIsDeleted_IsGoneAndCanBeBroughtBack()
    {
        ImportedMessage[] copies = [Copy("waiting", -20) is var copy ? copy with { Entry = copy.Entry with { DeliveredAt = null } } : null!, Copy("theirs", -10, isMine: false)];
        await ImportAsync(copies);
        await Store.PlanDeletionAsync(Talk, Time.GetUtcNow(), Cancel);
        while (await Store.DeleteHistoryAsync(Talk, Me, evenUnsent: false, Cancel)) { }
        Assert.Empty(await ReadAllAsync());
        Assert.Empty(await FindAsync("theirs"));

        Assert.Equal(2, await ImportAsync(copies));

        Assert.Equal(["waiting", "theirs"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.Single(await FindAsync("theirs"));
    }

    [Fact]
    public async Task Imported_AfterARestart_IsStillWhatItWas()
    {
        await ImportAsync(Copy("mine", -10), Copy("theirs", -5, isMine: false));
        IReadOnlyList<Entry> before = await ReadAllAsync();

        await ReopenAsync();

        Assert.Equal(before, (await LoadAsync()).Recent.Messages);
        Assert.Equal(0, (await LoadAsync()).Unread);
        Assert.True(await Store.ReserveArrivalsAsync(Cancel) < before.Min(entry => entry.Arrival));
    }

    private ImportedMessage Copy(string first, int minutes, bool isMine = true, string? text = null) => new(
        new Entry
        {
            Conversation = Talk,
            Author = isMine ? Me : Peer,
            Epoch = Guid.Empty,
            Sequence = 0,
            Id = Guid.CreateVersion7(),
            Clock = LogClock.At(Time.GetUtcNow().AddMinutes(minutes)),
            Text = first,
            StoredAt = Time.GetUtcNow().AddMinutes(minutes),
            SentAt = Time.GetUtcNow(),
            DeliveredAt = Time.GetUtcNow(),
        },
        [],
        text ?? first);

    private Entry Edit(Entry of, string text, int minutes) => of with
    {
        Id = Guid.CreateVersion7(),
        Kind = EntryKind.Edit,
        Target = of.Id,
        Text = text,
        Clock = LogClock.At(Time.GetUtcNow().AddMinutes(minutes)),
    };

    private Task<bool> BeginIndexAnewAsync() => Store.Writer.RunAsync(
        static connection =>
        {
            SearchIndex.BeginAnew(connection);
            return true;
        },
        Cancel);

    private async Task<int> ImportAsync(params ImportedMessage[] copies)
    {
        if (_arrival == 0) { _arrival = await Store.ReserveArrivalsAsync(Cancel); }
        return await Store.StoreImportedAsync(
            [.. copies.Select(copy => copy with { Entry = copy.Entry with { Arrival = _arrival++ }, Changes = [.. copy.Changes.Select(change => change with { Arrival = _arrival++ })] })], Cancel);
    }

    private async Task<IReadOnlyList<string>> FindAsync(string words)
    {
        SearchResult found = await Store.SearchAsync(new SearchQuery(words.Split(' ')), long.MaxValue, 10, Cancel);
        List<string> texts = [];
        foreach (SearchMatch match in found.Matches)
        {
            IReadOnlyList<Entry> versions = await Store.ReadVersionsAsync(Talk, match.Id, 1, Cancel);
            texts.Add(versions is [var last] ? last.Text : (await Store.FindAsync(Talk, match.Id, Cancel))!.Text);
        }

        return texts;
    }
}
