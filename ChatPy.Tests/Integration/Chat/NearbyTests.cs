using System.Net;
using ChatPy.Tests.Support;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Discovery;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>What is said on the network, and what a page may see of it.</summary>
public sealed class NearbyTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private readonly SetBackClock _time = new();
    private ChatNode _node = null!;

    private IEnumerable<string> Shown => _node.Store.Current.Nearby.Select(peer => $"{peer.Nickname} {peer.Address}");

    public async ValueTask InitializeAsync() => _node = await ChatNode.StartAsync(_data.Path, "Anna", time: _time);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public void Machines_ThatSpeak_AreShownByNameAndOnce()
    {
        Hear(2, "Tom");
        Hear(1, "Léa");
        Hear(2, "Tom", host: "10.0.0.9");

        Assert.Equal(["Léa 10.0.0.1:4242", "Tom 10.0.0.9:4242"], Shown);
    }

    [Fact]
    public void AMachine_ThatLeaves_IsShownNoMore()
    {
        Hear(1, "Léa");
        Hear(1, "Léa", isLeaving: true);

        Assert.Empty(Shown);
    }

    [Fact]
    public void AMachine_ThatFallsSilent_IsForgotten_AndOneThatGoesOnIsNot()
    {
        Hear(1, "Léa");
        Hear(2, "Tom");
        _time.Advance(Nearby.Silence - MulticastDiscovery.Period);
        Hear(2, "Tom");

        _time.Advance(2 * MulticastDiscovery.Period);

        Assert.Equal(["Tom 10.0.0.2:4242"], Shown);
    }

    /// <summary>A machine that woke with a wrong clock, and whose clock is set.</summary>
    [Fact]
    public void AMachine_ThatFallsSilentWhileTheClockIsSetBack_IsForgotten()
    {
        Hear(1, "Léa");
        _time.Behind = TimeSpan.FromDays(1);

        _time.Advance(2 * Nearby.Silence);

        Assert.Empty(Shown);
    }

    [Fact]
    public void InventedMachines_AreShownUpToALimit_AndPushNobodyOut()
    {
        Hear(1, "Léa");
        for (int number = 2; number <= 1000; number++) { Hear(number, "Zoé"); }

        Assert.Equal(Nearby.Most, Shown.Count());
        Assert.Contains("Léa 10.0.0.1:4242", Shown);
    }

    [Fact]
    public async Task TheWishToBeSeen_IsKept()
    {
        Assert.True(_node.Store.Current.Self.IsAnnounced);
        await _node.Chat.AnnounceAsync(false, TestContext.Current.CancellationToken);
        await _node.DisposeAsync();

        _node = await ChatNode.StartAsync(_data.Path, "Anna", time: _time);

        Assert.False(_node.Store.Current.Self.IsAnnounced);
    }

    [Fact]
    public async Task AFriend_WhoHasMoved_IsReachedWhereItSaysThatItIs()
    {
        using var data = new TemporaryDirectory();
        ConversationId id;
        await using (ChatNode before = await ChatNode.StartAsync(data.Path, "Bruno"))
        {
            id = (await _node.Chat.ConnectAsync(before.Address, cancellationToken: TestContext.Current.CancellationToken)).Conversation!.Value;
        }

        // Both are at other ports now, and neither knows of the other's.
        await _node.DisposeAsync();
        _node = await ChatNode.StartAsync(_data.Path, "Anna", time: _time);
        await using ChatNode bruno = await ChatNode.StartAsync(data.Path, "Bruno");
        Assert.True(PeerAddress.TryParse(bruno.Address, defaultPort: 0, out PeerAddress? moved));
        Hear(new NearbyPeer(bruno.Store.Current.Self.PeerId, "Bruno", moved));

        Assert.Null((await _node.Chat.ReconnectAsync(id, TestContext.Current.CancellationToken)).Failure);

        await _node.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Secure);
    }

    private void Hear(int number, string nickname, string? host = null, bool isLeaving = false)
    {
        byte[] id = new byte[PeerId.Bytes];
        BitConverter.TryWriteBytes(id, number);
        var peer = new NearbyPeer(new PeerId(id), nickname, PeerAddress.Of(new IPEndPoint(IPAddress.Parse(host ?? $"10.0.{number / 250}.{number % 250}"), isLeaving ? 0 : 4242)));
        Hear(peer);
    }

    private void Hear(NearbyPeer peer) =>
        _node.Services.GetRequiredService<Nearby>().Hear(new HeardAnnouncement(peer, Asks: false));

    /// <summary>Only the time of day: timers run as ever.</summary>
    private sealed class SetBackClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        public TimeSpan Behind { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Behind;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
