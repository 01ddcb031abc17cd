using ChatPy.Transport.Connections;

namespace ChatPy.Tests.Unit.Connections;

public sealed class BackoffTests
{
    [Fact]
    public void Next_DoublesFromOneSecondToSixty()
    {
        var backoff = new Backoff(new Highest());

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], Enumerable.Range(0, 9).Select(_ => (int)Math.Round(backoff.Next().TotalSeconds)));
    }

    [Fact]
    public void Next_NeverLessThanHalf_SoThatARefusedDialIsNotRepeatedAtOnce()
    {
        var backoff = new Backoff(new Lowest());

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 8).Select(_ => backoff.Next().TotalSeconds));
    }

    [Fact]
    public void Next_AfterAThousandAttempts_IsStillAMinute()
    {
        var backoff = new Backoff(new Highest());
        for (int attempt = 0; attempt < 1000; attempt++) { backoff.Next(); }

        Assert.Equal(60, backoff.Next().TotalSeconds, tolerance: 0.001);
    }

    [Fact]
    public void Reset_BeginsAgain()
    {
        var backoff = new Backoff(new Lowest());
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        Assert.Equal(0.5, backoff.Next().TotalSeconds);
    }

    private sealed class Highest : Random
    {
        public override double NextDouble() => 1 - 1e-9;
    }

    private sealed class Lowest : Random
    {
        public override double NextDouble() => 0;
    }
}
