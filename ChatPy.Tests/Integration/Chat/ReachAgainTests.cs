using System.Globalization;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A peer that was away is reached again, wherever it is, as soon as there is a reason to try.</summary>
public sealed class ReachAgainTests : IDisposable
{
    private readonly TemporaryDirectory _a = new();
    private readonly TemporaryDirectory _b = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public async Task Network_ComesBackDuringALongPause_ThePeerIsDialledAtOnce()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna", time: _time);
        int port = await LoseBrunoForLongAsync(anna);
        await using ChatNode back = await ChatNode.StartAsync(_b.Path, "Bruno", port);

        anna.Services.GetRequiredService<Redialer>().DialNow();

        await anna.WaitForAsync(Has(LinkState.Secure));
    }

    [Fact]
    public async Task Network_ComesBackAndThePeerIsStillAway_ThePausesBeginShort()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna", time: _time);
        await LoseBrunoForLongAsync(anna);

        anna.Services.GetRequiredService<Redialer>().DialNow();

        await anna.WaitForAsync(snapshot => snapshot.Conversations.Single().RetryAt is { } at && at <= _time.GetUtcNow().AddSeconds(1));
    }

    [Fact]
    public async Task Disk_StoresAgain_ThePeerIsDialledAtOnce()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna", time: _time);
        int port = await LoseBrunoForLongAsync(anna);
        await using ChatNode back = await ChatNode.StartAsync(_b.Path, "Bruno", port);

        anna.Services.GetRequiredService<DiskWatch>().Failed(anna.Store.Current.Conversations.Single().Id, new StorageException("full"));
        Assert.False(anna.Store.Current.Self.IsSaving);
        _time.Advance(TimeSpan.FromSeconds(1));   // the probe

        await anna.WaitForAsync(snapshot => snapshot.Self.IsSaving && Has(LinkState.Secure)(snapshot));
    }

    /// <summary>A commit that failed can be on the disk all the same: its writer was told "not saved", and nobody was told that it is there.</summary>
    [Fact]
    public async Task Disk_StoresAgain_WhatWasStoredAfterAllIsShownAndSent()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna", time: _time);
        await using ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        ConversationId id = (await anna.Chat.ConnectAsync(bruno.Address, cancellationToken: Token)).Conversation!.Value;
        await anna.WaitForAsync(Has(LinkState.Secure));
        IMessageStore messages = anna.Services.GetRequiredService<IMessageStore>();
        await messages.AppendAsync(id, anna.Store.Current.Self.PeerId, new Draft(Guid.CreateVersion7(), "after all"), Token);

        anna.Services.GetRequiredService<DiskWatch>().Failed(id, new StorageException("full"));
        _time.Advance(TimeSpan.FromSeconds(1));   // the probe

        await anna.WaitForAsync(snapshot => snapshot.Self.IsSaving && snapshot.Find(id)!.Recent is [{ Text: "after all" }]);
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)?.Recent is [{ Text: "after all" }]);
    }

    /// <summary>After many attempts the pause is long; once reached, it must not be.</summary>
    [Fact]
    public async Task Session_LostRightAfterItWasReached_IsTriedAgainWithinASecond()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna", time: _time);
        int port = await LoseBrunoForLongAsync(anna);
        ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno", port);
        _time.Advance(anna.Store.Current.Conversations.Single().RetryAt!.Value - _time.GetUtcNow());
        await anna.WaitForAsync(Has(LinkState.Secure));

        await bruno.DisposeAsync();
        await anna.WaitForAsync(Has(LinkState.Offline));
        await using ChatNode again = await ChatNode.StartAsync(_b.Path, "Bruno", port);
        _time.Advance(TimeSpan.FromSeconds(1));

        await anna.WaitForAsync(Has(LinkState.Secure));
    }

    [Fact]
    public async Task Peer_ComesBackOnAnotherAddress_GoesOnInTheSameConversation()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna");
        ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        ConversationId id = (await bruno.Chat.ConnectAsync(anna.Address, cancellationToken: Token)).Conversation!.Value;
        await anna.WaitForAsync(Has(LinkState.Secure));
        await anna.SayAsync(id, "before");
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.Count == 1);
        await bruno.DisposeAsync();
        await anna.WaitForAsync(Has(LinkState.Offline));
        await anna.SayAsync(id, "meanwhile");

        await using ChatNode elsewhere = await ChatNode.StartAsync(_b.Path, "Bruno");

        await elsewhere.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.Select(message => message.Text).SequenceEqual(["before", "meanwhile"]));
        Conversation after = (await anna.WaitForAsync(snapshot => snapshot.Find(id)!.Address == elsewhere.Address)).Conversations.Single();
        Assert.Equal((id, LinkState.Secure), (after.Id, after.Link));
    }

    // Anna dialled Bruno, so that only she redials.
    private async Task<int> LoseBrunoForLongAsync(ChatNode anna)
    {
        ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        int port = int.Parse(bruno.Address.Split(':')[^1], CultureInfo.InvariantCulture);
        await anna.Chat.ConnectAsync(bruno.Address, cancellationToken: Token);
        await anna.WaitForAsync(Has(LinkState.Secure));
        await bruno.DisposeAsync();
        await anna.WaitForAsync(Has(LinkState.Offline));
        _time.Advance(TimeSpan.FromSeconds(1));   // the redialler looked while the first session began, and looks again
        TimeSpan pause;
        do
        {
            ChatSnapshot failed = await anna.WaitForAsync(snapshot => snapshot.Conversations.Single().RetryAt > _time.GetUtcNow());
            pause = failed.Conversations.Single().RetryAt!.Value - _time.GetUtcNow();
            if (pause < TimeSpan.FromSeconds(8)) { _time.Advance(pause); }
        }
        while (pause < TimeSpan.FromSeconds(8));

        return port;
    }

    private static Func<ChatSnapshot, bool> Has(LinkState link) => snapshot => snapshot.Conversations.Any(conversation => conversation.Link == link);
}
