using ChatPy.Web.Chat;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Chat;

public sealed class PaceTests
{
    private static readonly TimeSpan s_each = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new();
    private readonly Pace _pace;

    public PaceTests() => _pace = new Pace(20, s_each, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Wait_TwentyAtOnce_AndThenOneEachInterval()
    {
        Assert.All(Enumerable.Range(0, 20), _ => Assert.True(_pace.WaitAsync(Token).IsCompleted));

        for (int i = 0; i < 10; i++)
        {
            Task next = _pace.WaitAsync(Token);
            _time.Advance(s_each - TimeSpan.FromMilliseconds(1));
            Assert.False(next.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(next.IsCompleted);
        }
    }

    [Fact]
    public void Take_AfterRest_ThereAreTwentyAgainAndNoMore()
    {
        for (int round = 0; round < 3; round++)
        {
            Assert.All(Enumerable.Range(0, 20), _ => Assert.True(_pace.TryTake()));
            Assert.False(_pace.TryTake());
            _time.Advance(round * TimeSpan.FromHours(1));
            if (round == 0) { _time.Advance(20 * s_each); }
        }
    }

    [Fact]
    public void Take_InVain_CostsNothing()
    {
        while (_pace.TryTake()) { }
        for (int i = 0; i < 100; i++) { Assert.False(_pace.TryTake()); }

        _time.Advance(s_each);

        Assert.True(_pace.TryTake());
        Assert.False(_pace.TryTake());
    }
}
