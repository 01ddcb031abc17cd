using ChatPy.Transport;
using ChatPy.Transport.Connections;

namespace ChatPy.Tests.Unit.Connections;

public sealed class ConnectionLimitsTests
{
    private readonly ConnectionLimits _limits = new(new TransportOptions { MaxConnections = 40 });
    private readonly List<int> _gaveWay = [];

    [Fact]
    public void Enter_MoreUndecidedThanMayBe_TheOldestGivesWay()
    {
        for (int i = 0; i < 34; i++) { Enter(i); }

        Assert.Equal([0, 1], _gaveWay);
    }

    [Fact]
    public void Enter_WhoIsKnownOrGone_IsNotCountedAsUndecided()
    {
        for (int i = 0; i < 20; i++) { Enter(i)!.Decide(); }
        Enter(20)!.Dispose();
        for (int i = 21; i < 41; i++) { Assert.NotNull(Enter(i)); }

        Assert.Empty(_gaveWay);
    }

    [Fact]
    public void Enter_OneThatGaveWay_KeepsItsPlaceUntilItIsGone()
    {
        ConnectionPlace first = Enter(0)!;
        for (int i = 1; i < 40; i++) { Enter(i); }
        Assert.Null(Enter(40));

        first.Dispose();

        Assert.NotNull(Enter(41));
    }

    [Fact]
    public void Enter_FromThisMachine_CountsInAllThoughNotForItsAddress()
    {
        for (int i = 0; i < 40; i++) { Assert.NotNull(_limits.TryEnter(new PeerAddress("127.0.0.1", 1 + i), () => { })); }

        Assert.Null(_limits.TryEnter(new PeerAddress("127.0.0.1", 99), () => { }));
        Assert.Null(_limits.TryEnter(new PeerAddress("10.0.0.1", 99), () => { }));
    }

    private ConnectionPlace? Enter(int number) => _limits.TryEnter(new PeerAddress($"10.0.0.{number}", 4242), () => _gaveWay.Add(number));
}
