using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Sessions;

public sealed class SessionRegistryTests
{
    private static readonly PeerId s_low = new(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly PeerId s_high = new(Enumerable.Repeat((byte)2, 32).ToArray());

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void LowerPeer_BothDialAtOnce_KeepsItsOwnDial()
    {
        var registry = new SessionRegistry(own: s_low, _time);

        using SessionClaim? mine = registry.TryClaim(s_high, dialledByUs: true);
        SessionClaim? theirs = registry.TryClaim(s_high, dialledByUs: false);

        Assert.NotNull(mine);
        Assert.Null(theirs);
        Assert.False(mine.IsReplaced);
    }

    [Fact]
    public void LowerPeer_TheOtherDialCameFirst_StillKeepsItsOwn()
    {
        var registry = new SessionRegistry(own: s_low, _time);

        using SessionClaim? theirs = registry.TryClaim(s_high, dialledByUs: false);
        using SessionClaim? mine = registry.TryClaim(s_high, dialledByUs: true);

        Assert.NotNull(mine);
        Assert.True(theirs!.IsReplaced);
    }

    [Fact]
    public void LowerPeer_PeerDialsAgainLater_HasLostTheOldOneSoTheNewOneWins()
    {
        var registry = new SessionRegistry(own: s_low, _time);
        using SessionClaim? old = registry.TryClaim(s_high, dialledByUs: true);

        _time.Advance(SessionRegistry.Simultaneous);
        using SessionClaim? fresh = registry.TryClaim(s_high, dialledByUs: false);

        Assert.NotNull(fresh);
        Assert.True(old!.IsReplaced);
    }

    [Fact]
    public void HigherPeer_KeepsWhatTheLowerOneWelcomes()
    {
        var registry = new SessionRegistry(own: s_high, _time);
        using SessionClaim mine = registry.TryClaim(s_low, dialledByUs: true)!;
        using SessionClaim theirs = registry.TryClaim(s_low, dialledByUs: false)!;
        Assert.False(registry.IsClaimed(s_low));

        registry.Confirm(mine);
        Assert.True(registry.IsClaimed(s_low));
        registry.Confirm(theirs);

        Assert.True(mine.IsReplaced);
        Assert.False(theirs.IsReplaced);
    }

    [Fact]
    public async Task Replacement_WaitsUntilTheOldSessionIsOver()
    {
        var registry = new SessionRegistry(own: s_low, _time);
        SessionClaim old = registry.TryClaim(s_high, dialledByUs: false)!;
        using SessionClaim fresh = registry.TryClaim(s_high, dialledByUs: false)!;
        Assert.False(fresh.Predecessor.IsCompleted);

        old.Dispose();

        await fresh.Predecessor.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(registry.IsClaimed(s_high));
    }

    /// <summary>A connection is lost, and the next one too, before WELCOME: the third may not begin while the first still ends.</summary>
    [Fact]
    public async Task Replacement_OfOneThatNeverBegan_WaitsForTheSessionBeforeIt()
    {
        var registry = new SessionRegistry(own: s_low, _time);
        SessionClaim old = registry.TryClaim(s_high, dialledByUs: false)!;
        registry.TryClaim(s_high, dialledByUs: true)!.Dispose();

        using SessionClaim? fresh = registry.TryClaim(s_high, dialledByUs: false);

        Assert.NotNull(fresh);
        Assert.False(fresh.Predecessor.IsCompleted);
        old.Dispose();
        await fresh.Predecessor.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(registry.IsClaimed(s_high));
    }

    [Fact]
    public async Task Dispose_BeforeThePredecessorIsOver_FreesThePlaceAfterIt()
    {
        var registry = new SessionRegistry(own: s_low, _time);
        SessionClaim old = registry.TryClaim(s_high, dialledByUs: false)!;
        SessionClaim fresh = registry.TryClaim(s_high, dialledByUs: false)!;
        fresh.Dispose();

        old.Dispose();

        await fresh.Over.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(registry.IsClaimed(s_high));
    }

    [Fact]
    public void Dispose_FreesThePlace()
    {
        var registry = new SessionRegistry(own: s_low, _time);
        registry.TryClaim(s_high, dialledByUs: true)!.Dispose();

        Assert.False(registry.IsClaimed(s_high));
        Assert.NotNull(registry.TryClaim(s_high, dialledByUs: false));
    }
}
