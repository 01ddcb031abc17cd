using ChatPy.Tests.Support;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A history that its person deletes, between two whole nodes: it is gone here, and the two go on as if it were not.</summary>
public sealed class DeleteHistoryTests : TwoNodesTest
{
    private readonly TemporaryDirectory _copies = new();
    private ConversationId _id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _id = await MeetAsync(Bruno, Anna);
        await Anna.Chat.AcceptAsync(_id, Token);
        await Anna.SayAsync(_id, "one");
        await ShownAsync(Bruno, "one");
        await Bruno.SayAsync(_id, "two");
        await ShownAsync(Anna, "one", "two");
        await SettledAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _copies.Dispose();
    }

    [Fact]
    public async Task Delete_ThenUndo_EverythingIsBack()
    {
        await Anna.Chat.DeleteHistoryAsync(_id, Token);
        Assert.Empty(Anna.Store.Current.Find(_id)!.Recent);

        Assert.True(await Anna.Chat.UndoDeleteHistoryAsync(_id, Token));

        await ShownAsync(Anna, "one", "two");
        Assert.Equal(1, Anna.Store.Current.Find(_id)!.Unread);
        Assert.Equal(2, Count());
    }

    [Fact]
    public async Task Delete_NobodyUndoesIt_LeavesTheDiskWhenTheTimeIsOver()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await StopAsync(anna: true);
        await StartAsync(anna: true, time: time);
        await Anna.Chat.DeleteHistoryAsync(_id, Token);
        Assert.Equal(2, Count());

        time.Advance(ChatLimits.UndoTime);

        await GoneAsync();
        Assert.False(await Anna.Chat.UndoDeleteHistoryAsync(_id, Token));
    }

    [Fact]
    public async Task Deleted_ProcessEndedBeforeTheTime_GoesOnAndTheTwoChatOn()
    {
        await DeleteAndRestartAsync();

        await LinkedAsync();
        await Bruno.SayAsync(_id, "three");
        await ShownAsync(Anna, "three");
        await Anna.SayAsync(_id, "four");

        await ShownAsync(Bruno, "one", "two", "three", "four");
        await ShownAsync(Anna, "three", "four");
        await SettledAsync();
        Assert.All((ChatNode[])[Anna, Bruno], node => Assert.Empty(node.Store.Current.Find(_id)!.Setbacks));
    }

    [Fact]
    public async Task Deleted_AMessageThatIsNotDeliveredYet_StaysAndArrives()
    {
        await StopAsync(bruno: true);
        await Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Link == LinkState.Offline);
        await Anna.SayAsync(_id, "waiting");
        await Anna.Chat.DeleteHistoryAsync(_id, Token);
        await ShownAsync(Anna, "waiting");

        await DeleteAndRestartAsync(left: 1);
        await StartAsync(bruno: true);

        await ShownAsync(Bruno, "one", "two", "waiting");
        await SettledAsync();
        await ShownAsync(Anna, "waiting");
    }

    [Fact]
    public async Task Deleted_AMessageThatIsDeliveredBeforeTheTimeIsOver_LeavesThePageAsWell()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await StopAsync(anna: true, bruno: true);
        await StartAsync(anna: true, time: time);
        await Anna.SayAsync(_id, "waiting");
        await Anna.Chat.DeleteHistoryAsync(_id, Token);
        await ShownAsync(Anna, "waiting");
        await StartAsync(bruno: true);
        await ShownAsync(Bruno, "one", "two", "waiting");
        await SettledAsync();
        // As the tick is written down a little later.
        var disk = Anna.Services.GetRequiredService<IMessageStore>();
        PeerId me = Anna.Store.Current.Self.PeerId;
        LogPosition log = await disk.GetPositionAsync(_id, me, Token);
        await disk.MarkAsync(_id, me, log.Epoch, log.Sequence, DeliveryStep.Delivered, Token);

        time.Advance(ChatLimits.UndoTime);

        await GoneAsync();
        await ShownAsync(Anna);
    }

    /// <summary>What Bruno lost is nowhere any more: what is left of Anna's log cannot have its old numbers.</summary>
    [Fact]
    public async Task Deleted_ThenThePeerIsRolledBack_WhatIsWrittenThenArrives()
    {
        await StopAsync(bruno: true);
        string copy = Path.Combine(_copies.Path, "history.db");
        File.Copy(Path.Combine(BrunosDirectory, "history.db"), copy);
        await StartAsync(bruno: true);
        await LinkedAsync();
        await Anna.SayAsync(_id, "three");
        await ShownAsync(Bruno, "one", "two", "three");
        await SettledAsync();
        await DeleteAndRestartAsync();
        await StopAsync(bruno: true);
        DeleteHistory(BrunosDirectory);
        File.Copy(copy, Path.Combine(BrunosDirectory, "history.db"));

        await StartAsync(bruno: true);
        await Anna.SayAsync(_id, "four");

        await ShownAsync(Bruno, "one", "two", "four");
        await SettledAsync();
        await ShownAsync(Anna, "four");
        Assert.Equal(SetbackKind.LostThere, Assert.Single(Anna.Store.Current.Find(_id)!.Setbacks).Kind);
    }

    /// <summary>Anna's process ends with the wish on its disk, and starts when the time is over.</summary>
    private async Task DeleteAndRestartAsync(int left = 0)
    {
        await Anna.Services.GetRequiredService<IMessageStore>().PlanDeletionAsync(_id, DateTimeOffset.UtcNow, Token);
        await StopAsync(anna: true);
        await StartAsync(anna: true);
        await GoneAsync(left);
    }

    private Task<ChatSnapshot> GoneAsync(int left = 0) => Anna.WaitForAsync(_ => Count() == left);

    private Task<ChatSnapshot> LinkedAsync() => Anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Link == LinkState.Secure);

    private Task<ChatSnapshot> ShownAsync(ChatNode node, params string[] texts) =>
        node.WaitForAsync(snapshot => snapshot.Find(_id)?.Recent.Select(message => message.Text).SequenceEqual(texts) == true);

    private async Task SettledAsync()
    {
        foreach (ChatNode node in (ChatNode[])[Anna, Bruno])
        {
            await node.WaitForAsync(snapshot => snapshot.Find(_id)!.Recent.All(message => message.State >= MessageState.Delivered));
        }
    }

    private int Count()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(AnnasDirectory, "history.db")};Mode=ReadOnly;Pooling=False");
        return database.QuerySingle<int>("SELECT count(*) FROM entry");
    }
}
