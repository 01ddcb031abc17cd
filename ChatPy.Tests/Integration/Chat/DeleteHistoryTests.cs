using System.Globalization;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A history that its person deletes, between two whole nodes: it is gone here, and the two go on as if it were not.</summary>
public sealed class DeleteHistoryTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _a = new(), _b = new(), _copies = new();
    private ChatNode _anna = null!, _bruno = null!;
    private ConversationId _id;
    private int _annasPort, _brunosPort;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await StartAnnaAsync();
        await StartBrunoAsync();
        _id = (await _bruno.Chat.ConnectAsync(_anna.Address, cancellationToken: Token)).Conversation!.Value;
        await _anna.WaitForAsync(snapshot => snapshot.Find(_id)?.Link == LinkState.Secure);
        await _anna.Chat.AcceptAsync(_id, Token);
        await _anna.SayAsync(_id, "one");
        await ShownAsync(_bruno, "one");
        await _bruno.SayAsync(_id, "two");
        await ShownAsync(_anna, "one", "two");
        await SettledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _anna.DisposeAsync();
        await _bruno.DisposeAsync();
        _a.Dispose();
        _b.Dispose();
        _copies.Dispose();
    }

    [Fact]
    public async Task Delete_ThenUndo_EverythingIsBack()
    {
        await _anna.Chat.DeleteHistoryAsync(_id, Token);
        Assert.Empty(_anna.Store.Current.Find(_id)!.Recent);

        Assert.True(await _anna.Chat.UndoDeleteHistoryAsync(_id, Token));

        await ShownAsync(_anna, "one", "two");
        Assert.Equal(1, _anna.Store.Current.Find(_id)!.Unread);
        Assert.Equal(2, Count());
    }

    [Fact]
    public async Task Delete_NobodyUndoesIt_LeavesTheDiskWhenTheTimeIsOver()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await _anna.DisposeAsync();
        await StartAnnaAsync(time);
        await _anna.Chat.DeleteHistoryAsync(_id, Token);
        Assert.Equal(2, Count());

        time.Advance(ChatLimits.UndoTime);

        await GoneAsync();
        Assert.False(await _anna.Chat.UndoDeleteHistoryAsync(_id, Token));
    }

    [Fact]
    public async Task Deleted_ProcessEndedBeforeTheTime_GoesOnAndTheTwoChatOn()
    {
        await DeleteAndRestartAsync();

        await LinkedAsync();
        await _bruno.SayAsync(_id, "three");
        await ShownAsync(_anna, "three");
        await _anna.SayAsync(_id, "four");

        await ShownAsync(_bruno, "one", "two", "three", "four");
        await ShownAsync(_anna, "three", "four");
        await SettledAsync();
        Assert.All((ChatNode[])[_anna, _bruno], node => Assert.Empty(node.Store.Current.Find(_id)!.Setbacks));
    }

    [Fact]
    public async Task Deleted_AMessageThatIsNotDeliveredYet_StaysAndArrives()
    {
        await _bruno.DisposeAsync();
        await _anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Link == LinkState.Offline);
        await _anna.SayAsync(_id, "waiting");
        await _anna.Chat.DeleteHistoryAsync(_id, Token);
        await ShownAsync(_anna, "waiting");

        await DeleteAndRestartAsync(left: 1);
        await StartBrunoAsync();

        await ShownAsync(_bruno, "one", "two", "waiting");
        await SettledAsync();
        await ShownAsync(_anna, "waiting");
    }

    /// <summary>What Bruno lost is nowhere any more: what is left of Anna's log cannot have its old numbers.</summary>
    [Fact]
    public async Task Deleted_ThenThePeerIsRolledBack_WhatIsWrittenThenArrives()
    {
        await _bruno.DisposeAsync();
        string copy = Path.Combine(_copies.Path, "history.db");
        File.Copy(Path.Combine(_b.Path, "history.db"), copy);
        await StartBrunoAsync();
        await LinkedAsync();
        await _anna.SayAsync(_id, "three");
        await ShownAsync(_bruno, "one", "two", "three");
        await SettledAsync();
        await DeleteAndRestartAsync();
        await _bruno.DisposeAsync();
        foreach (string file in Directory.GetFiles(_b.Path, "history.db*")) { File.Delete(file); }
        File.Copy(copy, Path.Combine(_b.Path, "history.db"));

        await StartBrunoAsync();
        await _anna.SayAsync(_id, "four");

        await ShownAsync(_bruno, "one", "two", "four");
        await SettledAsync();
        await ShownAsync(_anna, "four");
        Assert.Equal(SetbackKind.LostThere, Assert.Single(_anna.Store.Current.Find(_id)!.Setbacks).Kind);
    }

    [Fact]
    public async Task Archived_AMessageComes_IsBackUnlessMuted()
    {
        await ArrangeAsync(now => now with { ArchivedUpTo = _anna.Store.Current.Find(_id)!.NewestArrival });
        Assert.True(_anna.Store.Current.Find(_id)!.IsArchived);

        await _bruno.SayAsync(_id, "three");
        await _anna.WaitForAsync(snapshot => !snapshot.Find(_id)!.IsArchived);

        await ArrangeAsync(now => now with { ArchivedUpTo = _anna.Store.Current.Find(_id)!.NewestArrival, IsMuted = true });
        await _bruno.SayAsync(_id, "four");
        await ShownAsync(_anna, "one", "two", "three", "four");
        Assert.True(_anna.Store.Current.Find(_id)!.IsArchived);
    }

    [Fact]
    public async Task Alias_IsCleanedAndKeptAndTheGivenNameStaysKnown()
    {
        await ArrangeAsync(static now => now with { Alias = "  Bruno\u202e du club ", IsPinned = true });
        await _bruno.Chat.RenameAsync("B.", Token);
        await _anna.WaitForAsync(snapshot => snapshot.Find(_id)!.GivenName == "B.");

        await _anna.DisposeAsync();
        await StartAnnaAsync();

        Conversation kept = _anna.Store.Current.Find(_id)!;
        Assert.Equal(("Bruno du club", "B.", true), (kept.Title, kept.GivenName, kept.Arrangement.IsPinned));
    }

    [Fact]
    public async Task Unread_MarkedByHand_IsOverWhenSomethingIsRead()
    {
        await ArrangeAsync(static now => now with { IsMarkedUnread = true });

        await _anna.Chat.MarkReadAsync(_id, _anna.Store.Current.Find(_id)!.NewestArrival, Token);

        Assert.False(_anna.Store.Current.Find(_id)!.IsUnread);
    }

    private Task ArrangeAsync(Func<Arrangement, Arrangement> change) => _anna.Chat.ArrangeAsync(_id, change, Token);

    /// <summary>Anna's process ends with the wish on its disk, and starts when the time is over.</summary>
    private async Task DeleteAndRestartAsync(int left = 0)
    {
        await _anna.Services.GetRequiredService<IMessageStore>().PlanDeletionAsync(_id, DateTimeOffset.UtcNow, Token);
        await _anna.DisposeAsync();
        await StartAnnaAsync();
        await GoneAsync(left);
    }

    private Task<ChatSnapshot> GoneAsync(int left = 0) => _anna.WaitForAsync(_ => Count() == left);

    private Task<ChatSnapshot> LinkedAsync() => _anna.WaitForAsync(snapshot => snapshot.Find(_id)!.Link == LinkState.Secure);

    private Task<ChatSnapshot> ShownAsync(ChatNode node, params string[] texts) =>
        node.WaitForAsync(snapshot => snapshot.Find(_id)?.Recent.Select(message => message.Text).SequenceEqual(texts) == true);

    private async Task SettledAsync()
    {
        foreach (ChatNode node in (ChatNode[])[_anna, _bruno])
        {
            await node.WaitForAsync(snapshot => snapshot.Find(_id)!.Recent.All(message => message.State >= MessageState.Delivered));
        }
    }

    private async Task StartAnnaAsync(TimeProvider? time = null)
    {
        _anna = await ChatNode.StartAsync(_a.Path, "Anna", _annasPort, time: time);
        _annasPort = int.Parse(_anna.Address.Split(':')[^1], CultureInfo.InvariantCulture);
    }

    private async Task StartBrunoAsync()
    {
        _bruno = await ChatNode.StartAsync(_b.Path, "Bruno", _brunosPort);
        _brunosPort = int.Parse(_bruno.Address.Split(':')[^1], CultureInfo.InvariantCulture);
    }

    private int Count()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(_a.Path, "history.db")};Mode=ReadOnly;Pooling=False");
        return database.QuerySingle<int>("SELECT count(*) FROM entry");
    }
}
