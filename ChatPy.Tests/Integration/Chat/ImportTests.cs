using System.Text;
using ChatPy.Tests.Support;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using ChatPy.Web.Export;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A saved conversation comes back between two whole nodes: all of it, once, and nobody else notices.</summary>
public sealed class ImportTests : TwoNodesTest
{
    private ConversationId _id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await FindEachOtherAsync();
        await Anna.SayAsync(_id, "one");
        await ShownAsync(Bruno, "one");
        await Bruno.SayAsync(_id, "two");
        await ShownAsync(Anna, "one", "two");
    }

    [Fact]
    public async Task ASavedConversation_InAnEmptyHistory_IsTheSameAgain()
    {
        Message one = Anna.Store.Current.Find(_id)!.Recent[0], two = Anna.Store.Current.Find(_id)!.Recent[1];
        await Anna.Chat.SendAsync(_id, new Draft(Guid.CreateVersion7(), "answer", EntryKind.Reply, two.Id), Token);
        await Anna.Chat.SendAsync(_id, Draft.Reaction(two.Id, "🎉", isOn: true), Token);
        await Anna.Chat.SendAsync(_id, Draft.Reaction(two.Id, "👍", isOn: true), Token);
        await Anna.Chat.SendAsync(_id, Draft.Edit(one.Id, "one, rather"), Token);
        await Anna.SayAsync(_id, "taken back");
        await Anna.Chat.SendAsync(_id, Draft.Deletion((await LastAsync(Anna, "taken back")).Id), Token);
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Recent is [.., { IsDeleted: true }] recent && recent.All(message => message.State >= MessageState.Delivered));
        await AloneAsync();
        string saved = await SaveAsync(Anna);
        await LoseAsync();

        ImportReport report = await ImportAsync(Anna, saved);

        Assert.Equal(new ImportReport(4, 0, 0, 1, null), report);
        Assert.Equal(saved, await SaveAsync(Anna));
        Conversation back = Anna.Store.Current.Find(_id)!;
        Assert.Equal((Trust.Undecided, 0, "Bruno", null), (back.Trust, back.Unread, back.Title, back.Address));
        Assert.Equal(["one, rather", "two", "answer", ""], back.Recent.Select(message => message.Text));
        Assert.Equal(back.Recent[^1].WrittenAt, back.LastActivity);

        Assert.Equal(new ImportReport(0, 4, 0, 1, null), await ImportAsync(Anna, saved));
        await StopAsync(anna: true);
        await StartAsync(anna: true);
        Assert.Equal(saved, await SaveAsync(Anna));
        Assert.Equal(["answer"], (await Anna.Chat.SearchAsync("answer", null, long.MaxValue, 10, Token)).Hits.Select(hit => hit.Message.Text));
    }

    [Fact]
    public async Task ASavedConversation_OnTopOfWhatIsHere_BringsOnlyWhatIsMissing()
    {
        string saved = await SaveAsync(Anna);
        await Anna.SayAsync(_id, "three");

        Assert.Equal(new ImportReport(0, 2, 0, 1, null), await ImportAsync(Anna, saved));

        await ShownAsync(Bruno, "one", "two", "three");
        await ShownAsync(Anna, "one", "two", "three");
        Assert.Equal(Trust.Accepted, Anna.Store.Current.Find(_id)!.Trust);
    }

    /// <summary>The peer resends what it wrote, gives back what it has of mine, and both end with the same conversation.</summary>
    [Fact]
    public async Task AfterAnImport_ThePeerComesBack_AllIsThereOnceOnBothSides()
    {
        await SettledAsync();
        string saved = await SaveAsync(Anna);
        await StopAsync(bruno: true);
        await LoseAsync();
        await ImportAsync(Anna, saved);

        await StartAsync(bruno: true);
        await FindEachOtherAsync();
        await Anna.SayAsync(_id, "three");
        await ShownAsync(Bruno, "one", "two", "three");
        await Anna.WaitForAsync(snapshot => !snapshot.Find(_id)!.Setbacks.IsEmpty);
        await Anna.Chat.FetchBackAsync(_id, Token);
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id) is { IsFetching: false, Setbacks.IsEmpty: true });
        await Bruno.SayAsync(_id, "four");
        await ShownAsync(Anna, "one", "two", "three", "four");
        await SettledAsync();

        await StopAsync(anna: true, bruno: true);
        Assert.Equal((4, 4), (Count(AnnasDirectory), Count(BrunosDirectory)));
        Assert.Equal((0, 0), (CountBesideLogs(AnnasDirectory), CountBesideLogs(BrunosDirectory)));
    }

    /// <summary>
    /// A file puts words into both mouths. The peer is sent none of them: not when my log begins anew because it knows more of it, nor when it
    /// has lost all and asks for everything.
    /// </summary>
    [Fact]
    public async Task WhatAFileSays_IsSentToNobody()
    {
        await SettledAsync();
        string forged = Direct(Bruno.Store.Current.Self.PeerId, $$"""
            {"id":"{{Guid.NewGuid()}}","isMine":true,"writtenAt":"2020-01-01T00:00:00Z","text":"I never said","state":"queued","epoch":"{{Guid.NewGuid()}}","sequence":18446744073709551615},
            {"id":"{{Guid.NewGuid()}}","isMine":true,"writtenAt":"2020-01-01T00:00:01Z","text":"nor that","state":"delivered"},
            {"id":"{{Guid.NewGuid()}}","writtenAt":"2020-01-01T00:00:02Z","text":"neither did you"}
            """);
        await StopAsync(bruno: true);
        await LoseAsync();
        Assert.Equal(new ImportReport(3, 0, 0, 1, null), await ImportAsync(Anna, forged));

        await StartAsync(bruno: true);
        await FindEachOtherAsync();
        await Anna.SayAsync(_id, "three");
        await ShownAsync(Bruno, "one", "two", "three");
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Last is { Text: "three", State: >= MessageState.Delivered });
        await StopAsync(bruno: true);
        DeleteHistory(BrunosDirectory);
        await StartAsync(bruno: true);
        await FindEachOtherAsync();
        await ShownAsync(Bruno, "three");
        await Bruno.Chat.FetchBackAsync(_id, Token);
        await Bruno.WaitForAsync(snapshot => snapshot.Find(_id) is { IsFetching: false, Recent.Count: > 1 });
        await Anna.SayAsync(_id, "four");

        await ShownAsync(Bruno, "two", "three", "four");
        await ShownAsync(Anna, "I never said", "nor that", "neither did you", "two", "three", "four");
    }

    [Fact]
    public async Task AFileDatedInTheYear9999_DrawsNoClockThere_AndKeepsItsOrder()
    {
        string[] texts = ["late", "later", "latest"];
        string file = Direct(Bruno.Store.Current.Self.PeerId, string.Join(',', texts.Select((text, number) =>
            $$"""{"id":"{{Guid.NewGuid()}}","isMine":{{(number == 1 ? "true" : "false")}},"writtenAt":"9999-12-31T23:59:59.999Z","counter":65535,"text":"{{text}}"}""")));

        await ImportAsync(Anna, file);
        await Anna.SayAsync(_id, "three");

        await ShownAsync(Anna, "one", "two", "late", "later", "latest", "three");
        Assert.All(Anna.Store.Current.Find(_id)!.Recent, message => Assert.InRange(message.WrittenAt, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddSeconds(1)));
    }

    [Fact]
    public async Task WhatThePeerSaved_IsReadFromItsSide()
    {
        await SettledAsync();
        string saved = await SaveAsync(Bruno);
        await StopAsync(bruno: true);
        await LoseAsync();

        await ImportAsync(Anna, saved);

        Assert.Equal([("one", true), ("two", false)], Anna.Store.Current.Find(_id)!.Recent.Select(message => (message.Text, message.IsMine)));
    }

    /// <summary>The key was lost with the machine: the people are the same.</summary>
    [Fact]
    public async Task WhatAnotherMachineOfMineSaved_ComesToTheSamePeople()
    {
        string saved = await SaveAsync(Anna);
        using var c = new TemporaryDirectory();
        await using ChatNode clara = await ChatNode.StartAsync(c.Path, "Clara");

        Assert.Equal(new ImportReport(2, 0, 0, 1, null), await ImportAsync(clara, saved));

        Conversation with = Assert.Single(clara.Store.Current.Conversations);
        Assert.Equal(ConversationId.Direct(clara.Store.Current.Self.PeerId, Bruno.Store.Current.Self.PeerId), with.Id);
        Assert.Equal([("one", true), ("two", false)], with.Recent.Select(message => (message.Text, message.IsMine)));
    }

    /// <summary>An id of a file is no claim: a plain conversation laid where one with a key would begin would rob it of its padlock.</summary>
    [Fact]
    public async Task APlainConversation_WithTheIdOfAnother_GetsAPlaceOfItsOwn()
    {
        string file = $$"""
            {"format":"chatpy-export","version":2,"me":"{{Anna.Store.Current.Self.PeerId}}","conversation":{"id":"{{_id}}","kind":"plain","title":"10.0.0.9"},"messages":[
            {"id":"{{Guid.NewGuid()}}","isMine":true,"writtenAt":"2020-01-01T00:00:00Z","text":"hi robot","state":"queued"},
            {"id":"{{Guid.NewGuid()}}","writtenAt":"2020-01-01T00:00:01Z","text":"hi human"}]}
            """;

        await ImportAsync(Anna, file);
        await ImportAsync(Anna, file);

        await ShownAsync(Anna, "one", "two");
        Conversation robot = Assert.Single(Anna.Store.Current.Conversations, conversation => conversation.Id != _id);
        Assert.Equal((ConversationKind.Plain, "10.0.0.9", Trust.Undecided, false), (robot.Kind, robot.Title, robot.Trust, robot.CanRedial));
        Assert.Equal([("hi robot", MessageState.Failed), ("hi human", MessageState.Delivered)], robot.Recent.Select(message => (message.Text, message.State)));
    }

    [Fact]
    public async Task AConversationWithMyself_IsNone()
    {
        PeerId me = Anna.Store.Current.Self.PeerId;

        Assert.Equal(new ImportReport(0, 0, 1, 0, null), await ImportAsync(Anna, Direct(me, $$"""{"id":"{{Guid.NewGuid()}}","writtenAt":"2020-01-01T00:00:00Z","text":"x"}""")));

        Assert.Single(Anna.Store.Current.Conversations);
    }

    [Fact]
    public async Task ADamagedFile_BringsWhatStandsBeforeAndSaysSo()
    {
        string file = Direct(Bruno.Store.Current.Self.PeerId, $$"""{"id":"{{Guid.NewGuid()}}","writtenAt":"2020-01-01T00:00:00Z","text":"zero"},{"id":""");

        Assert.Equal(new ImportReport(1, 0, 0, 1, ImportFailure.Damaged), await ImportAsync(Anna, file));

        await ShownAsync(Anna, "zero", "one", "two");
    }

    [Fact]
    public async Task AHistoryDeletedAMomentAgo_IsBroughtBackAndStays()
    {
        await AloneAsync();
        string saved = await SaveAsync(Anna);
        await Anna.Chat.DeleteHistoryAsync(_id, Token);

        Assert.Equal(2, (await ImportAsync(Anna, saved)).Stored);

        await ShownAsync(Anna, "one", "two");
        Assert.False(await Anna.Chat.UndoDeleteHistoryAsync(_id, Token));
        await StopAsync(anna: true);
        await StartAsync(anna: true);
        await ShownAsync(Anna, "one", "two");
    }

    [Fact]
    public async Task AFileWithoutMessages_SaysThatThereIsNothing() =>
        Assert.Equal(new ImportReport(0, 0, 0, 0, ImportFailure.Empty), await ImportAsync(Anna, Direct(Bruno.Store.Current.Self.PeerId, "")));

    private static async Task<ImportReport> ImportAsync(ChatNode node, string file)
    {
        await using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return await node.Chat.ImportAsync(JsonImport.ReadAsync(bytes, Token), Token);
    }

    private async Task<string> SaveAsync(ChatNode node) => await SavedText.OfAsync(
        node.Store.Current.Find(_id)!, await node.Chat.ReadNewerAsync(_id, default, 500, Token), node.Store.Current.Self);

    private string Direct(PeerId peer, string messages) =>
        $$"""{"format":"chatpy-export","version":2,"me":"{{Anna.Store.Current.Self.PeerId}}","conversation":{"id":"{{_id}}","kind":"direct","title":"B","peer":"{{peer}}"},"messages":[{{messages}}]}""";

    private async Task FindEachOtherAsync()
    {
        _id = await MeetAsync(Bruno, Anna);
        await Anna.Chat.AcceptAsync(_id, Token);
    }

    /// <summary>Anna without Bruno, with every tick on her disk: they are written down a little later than they show.</summary>
    private async Task AloneAsync()
    {
        await SettledAsync();
        await StopAsync(anna: true, bruno: true);
        await StartAsync(anna: true);
    }

    /// <summary>Anna's key is all that is left.</summary>
    private async Task LoseAsync()
    {
        await StopAsync(anna: true);
        DeleteHistory(AnnasDirectory);
        await StartAsync(anna: true);
    }

    private Task<ChatSnapshot> ShownAsync(ChatNode node, params string[] texts) =>
        node.WaitForAsync(snapshot => snapshot.Find(_id)?.Recent.Select(message => message.Text).SequenceEqual(texts) == true);

    private async Task<Message> LastAsync(ChatNode node, string text) =>
        (await node.WaitForAsync(snapshot => snapshot.Find(_id)!.Last?.Text == text)).Find(_id)!.Last!;

    private async Task SettledAsync()
    {
        foreach (ChatNode node in (ChatNode[])[Anna, Bruno])
        {
            await node.WaitForAsync(snapshot => snapshot.Find(_id)!.Recent.All(message => message.State >= MessageState.Delivered));
        }
    }

    private static int Count(string directory) => Ask(directory, "SELECT count(*) FROM entry");

    private static int CountBesideLogs(string directory) => Ask(directory, "SELECT count(*) FROM entry e JOIN author_log l ON l.number = e.log WHERE l.is_imported = 1");

    private static int Ask(string directory, string question)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(directory, "history.db")};Mode=ReadOnly;Pooling=False");
        return database.QuerySingle<int>(question);
    }
}
