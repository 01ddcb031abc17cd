using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>What edits, deletions, reactions and replies make of a page, from the database to what people see.</summary>
public sealed class ChangesTests : StoreTest
{
    private readonly Guid _epoch = Guid.NewGuid();
    private long _sequence;

    [Fact]
    public async Task Edit_OfMyMessage_StandsInItsPlaceAndSaysWhen()
    {
        Entry said = await AppendAsync("helo");
        Entry edit = await ChangeAsync(Draft.Edit(said.Id, "hello"));

        Message shown = Assert.Single(await ShownAsync());
        Assert.Equal((said.Id, "hello", edit.Clock.Time), (shown.Id, shown.Text, shown.EditedAt));
    }

    [Fact]
    public async Task Edit_Twice_TheLatestHolds()
    {
        Entry said = await AppendAsync("one");
        await ChangeAsync(Draft.Edit(said.Id, "two"));
        await ChangeAsync(Draft.Edit(said.Id, "three"));

        Assert.Equal("three", Assert.Single(await ShownAsync()).Text);
    }

    [Fact]
    public async Task Edit_OfAnothersMessage_ChangesNothing()
    {
        Entry mine = await AppendAsync("mine");
        await ArriveAsync("forged", EntryKind.Edit, mine.Id);
        await ArriveAsync("🗑️", EntryKind.Deletion, mine.Id);

        Message shown = Assert.Single(await ShownAsync());
        Assert.Equal(("mine", false, null), (shown.Text, shown.IsDeleted, shown.EditedAt));
    }

    [Fact]
    public async Task Deletion_LeavesAPlaceWithoutText()
    {
        Entry said = await AppendAsync("oops");
        await ChangeAsync(Draft.Deletion(said.Id));

        Message shown = Assert.Single(await ShownAsync());
        Assert.Equal((true, ""), (shown.IsDeleted, shown.Text));
    }

    [Fact]
    public async Task Deletion_Undone_IsAsBefore()
    {
        Entry said = await AppendAsync("fine after all");
        await ChangeAsync(Draft.Deletion(said.Id));
        await ChangeAsync(Draft.Edit(said.Id, "fine after all"));

        Message shown = Assert.Single(await ShownAsync());
        Assert.Equal(("fine after all", false, null), (shown.Text, shown.IsDeleted, shown.EditedAt));
    }

    [Fact]
    public async Task Reaction_OfBoth_IsOneWithTheirNumber()
    {
        Entry said = await AppendAsync("cake?");
        await ArriveAsync("👍", EntryKind.Reaction, said.Id);
        await ArriveAsync("🎂", EntryKind.Reaction, said.Id);
        await ChangeAsync(Draft.Reaction(said.Id, "👍", isOn: true));

        Assert.Equal([new Reaction("👍", 2, true), new Reaction("🎂", 1, false)], Assert.Single(await ShownAsync()).Reactions);
    }

    [Fact]
    public async Task Reaction_TakenBackAndGivenAgain_Counts()
    {
        Entry said = await AppendAsync("cake?");
        foreach (bool isOn in (bool[])[true, false, true]) { await ChangeAsync(Draft.Reaction(said.Id, "👍", isOn)); }

        Assert.Equal([new Reaction("👍", 1, true)], Assert.Single(await ShownAsync()).Reactions);

        await ChangeAsync(Draft.Reaction(said.Id, "👍", isOn: false));
        Assert.Empty(Assert.Single(await ShownAsync()).Reactions);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData(" ")]
    [InlineData("👍👍")]
    public async Task Reaction_ThatIsNoSingleCharacter_IsNotShown(string text)
    {
        Entry said = await AppendAsync("cake?");
        await ArriveAsync(text, EntryKind.Reaction, said.Id);

        Assert.Empty(Assert.Single(await ShownAsync()).Reactions);
    }

    [Fact]
    public async Task Reactions_ManyDifferentOnes_AreShownUpToALimit()
    {
        Entry said = await AppendAsync("cake?");
        for (int i = 0; i < 100; i++) { await ArriveAsync(char.ConvertFromUtf32(0x1F600 + (i % 80)), EntryKind.Reaction, said.Id); }

        Assert.Equal(20, Assert.Single(await ShownAsync()).Reactions.Length);
    }

    [Fact]
    public async Task Reactions_MoreThanAreRead_BringBackNothingThatWasDeleted()
    {
        Entry first = await AppendAsync("cake?");
        Entry second = await AppendAsync("oops");
        await ChangeAsync(Draft.Deletion(second.Id));
        await Store.ReceiveAsync([.. Enumerable.Range(1, 4_100).Select(i => FromPeer(_epoch, i, $"{i}") with { Kind = EntryKind.Reaction, Target = first.Id })], Cancel);

        Assert.Equal([false, true], (await ShownAsync()).Select(message => message.IsDeleted));
    }

    [Fact]
    public async Task Reply_ShowsWhatItsTargetSaysNow()
    {
        Entry question = await ArriveAsync("when?", EntryKind.Text, default);
        await ChangeAsync(new Draft(Guid.CreateVersion7(), "at noon", EntryKind.Reply, question.Id));
        await ArriveAsync("when and where?", EntryKind.Edit, question.Id);

        Assert.Equal(new Quote(question.Id, false, "when and where?"), (await ShownAsync())[^1].Quote);

        await ArriveAsync("🗑️", EntryKind.Deletion, question.Id);
        Assert.Equal(new Quote(question.Id, false, null), (await ShownAsync())[^1].Quote);
    }

    [Fact]
    public async Task Reply_ToWhatIsNotHere_SaysSo()
    {
        var unknown = Guid.CreateVersion7();
        await ArriveAsync("yes", EntryKind.Reply, unknown);

        Assert.Equal(new Quote(unknown, false, null), Assert.Single(await ShownAsync()).Quote);
    }

    [Fact]
    public async Task Changes_AreNeitherMessagesNorUnread()
    {
        Entry said = await AppendAsync("cake?");
        await ArriveAsync("👍", EntryKind.Reaction, said.Id);

        StoredHistory history = await LoadAsync();
        Assert.Equal((1, 0), (history.Recent.Messages.Count, history.Unread));
    }

    [Fact]
    public async Task Kind_FromTheFuture_IsShownByItsText()
    {
        await ArriveAsync("📍 here", (EntryKind)77, Guid.CreateVersion7());
        await ReopenAsync();

        Assert.Equal("📍 here", Assert.Single(await ShownAsync()).Text);
        Assert.Equal((EntryKind)77, Assert.Single(await ReadAllAsync()).Kind);
    }

    [Fact]
    public async Task Changes_OfALog_AreReadBackAsTheyWereWritten()
    {
        Entry said = await AppendAsync("helo");
        await ChangeAsync(Draft.Edit(said.Id, "hello"));

        Entry edit = (await Store.ReadLogAsync(Talk, Me, 1, 10, Cancel)).Single();
        Assert.Equal((2L, EntryKind.Edit, said.Id, "hello"), (edit.Sequence, edit.Kind, edit.Target, edit.Text));
    }

    [Fact]
    public async Task ReadVersions_GivesTheNewestOldestFirst()
    {
        Entry said = await AppendAsync("1");
        for (int i = 2; i <= 5; i++) { await ChangeAsync(Draft.Edit(said.Id, $"{i}")); }

        Assert.Equal(["4", "5"], (await Store.ReadVersionsAsync(Talk, said.Id, 2, Cancel)).Select(version => version.Text));
    }

    [Fact]
    public async Task ReadVersions_EditsByAnother_TakeTheirPlaceFromNone()
    {
        Entry said = await AppendAsync("1");
        await ChangeAsync(Draft.Edit(said.Id, "2"));
        foreach (string forged in (string[])["3", "4"]) { await ArriveAsync(forged, EntryKind.Edit, said.Id); }

        Assert.Equal(["2"], (await Store.ReadVersionsAsync(Talk, said.Id, 2, Cancel)).Select(version => version.Text));
    }

    private async Task<IReadOnlyList<Message>> ShownAsync() =>
        (await Store.ReadBeforeAsync(Talk, EntryOrder.End, 100, Cancel)).ToMessages(Me, ConversationKind.Direct);

    private Task<Entry> ChangeAsync(Draft draft) => Store.AppendAsync(Talk, Me, draft, Cancel);

    private async Task<Entry> ArriveAsync(string text, EntryKind kind, Guid target) =>
        (await Store.ReceiveAsync([FromPeer(_epoch, ++_sequence, text) with { Kind = kind, Target = target }], Cancel)).Stored.Single();
}
