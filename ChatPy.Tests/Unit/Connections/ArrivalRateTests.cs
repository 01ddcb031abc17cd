using ChatPy.Transport;
using ChatPy.Transport.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Connections;

public sealed class ArrivalRateTests
{
    private const string Host = "10.0.0.2";
    private const int AtOnce = 30;

    private readonly FakeTimeProvider _time = new();
    private readonly HashSet<string> _known = [];
    private readonly ArrivalRate _rate;

    public ArrivalRateTests() => _rate = new ArrivalRate(new TransportOptions(), _known.Contains, _time, NullLogger.Instance);

    [Fact]
    public void Arrive_ThirtyAtOnce_MayStayAndOneMoreMayNot()
    {
        Assert.Equal(AtOnce, CountUntilRefused(Host));

        Assert.True(_rate.TryArrive("10.0.0.3"));   // and nobody else is to suffer for it
    }

    [Fact]
    public void Arrive_EverySecondAfterThirtyAtOnce_MayGoOnForEver()
    {
        for (int i = 0; i < AtOnce; i++) { Assert.True(_rate.TryArrive(Host)); }

        for (int second = 0; second < 3600; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(_rate.TryArrive(Host));
        }
    }

    [Fact]
    public void Arrive_WhoGoesOn_IsBarredForFifteenSecondsDoublingToTenMinutes()
    {
        foreach (int seconds in (int[])[15, 30, 60, 120, 240, 480, 600, 600])
        {
            CountUntilRefused(Host);
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            Assert.False(_rate.TryArrive(Host));
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.True(_rate.TryArrive(Host));
        }
    }

    [Fact]
    public void Arrive_AfterABarAndSomeRest_IsForgiven()
    {
        CountUntilRefused(Host);
        _time.Advance(ArrivalRate.FirstBar + TimeSpan.FromSeconds(AtOnce / 2));

        Assert.Equal(AtOnce, CountUntilRefused(Host));
        _time.Advance(ArrivalRate.FirstBar);
        Assert.True(_rate.TryArrive(Host));
    }

    /// <summary>It was barred for what it did before, or somebody did with its address.</summary>
    [Fact]
    public void Arrive_PeerThatRedialsAfterABar_IsNotBarredAnew()
    {
        CountUntilRefused(Host);
        _time.Advance(ArrivalRate.FirstBar);

        AssertMayRedial(Host, attempts: 100);
    }

    [Fact]
    public void Arrive_PeerThatIsStartedAgainAndAgain_IsNeverRefused()
    {
        for (int start = 0; start < 200; start++)
        {
            AssertMayRedial(Host, attempts: 2);
            _time.Advance(TimeSpan.FromSeconds(1));   // until it has started
        }
    }

    [Fact]
    public void Arrive_OneNetworkOfIPv6_CountsAsOne()
    {
        for (int i = 0; i < AtOnce; i++) { Assert.True(_rate.TryArrive($"2001:db8:0:1::{i:x}")); }

        Assert.False(_rate.TryArrive("2001:db8:0:1:ffff::1"));
        Assert.True(_rate.TryArrive("2001:db8:0:2::1"));
    }

    [Fact]
    public void Arrive_KnownHostInABarredNetwork_CountsForItself()
    {
        _known.Add("fe80::1%3");
        CountUntilRefused("fe80::2%3");

        AssertMayRedial("fe80::1%3", attempts: 100);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    public void Arrive_FromThisMachine_IsNotCounted(string host)
    {
        for (int i = 0; i < 1000; i++) { Assert.True(_rate.TryArrive(host)); }

        Assert.Equal(0, _rate.Count);
    }

    [Fact]
    public void Arrive_FromMoreThanAreRemembered_IsLetInAndForgetsWhoRested()
    {
        for (int i = 0; i < 2 * ArrivalRate.MaxSources; i++) { Assert.True(_rate.TryArrive($"10.1.{i / 256}.{i % 256}")); }

        Assert.Equal(ArrivalRate.MaxSources, _rate.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_rate.TryArrive(Host));
        Assert.Equal(1, _rate.Count);
    }

    private int CountUntilRefused(string host)
    {
        int stayed = 0;
        while (_rate.TryArrive(host)) { stayed++; }
        return stayed;
    }

    private void AssertMayRedial(string host, int attempts)
    {
        var backoff = new Backoff(new Random(1));
        for (int i = 0; i < attempts; i++)
        {
            Assert.True(_rate.TryArrive(host));
            _time.Advance(backoff.Next());
        }
    }
}
