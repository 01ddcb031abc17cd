using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Chat;

public sealed class LogComparisonTests
{
    private static readonly Guid s_first = Guid.NewGuid();
    private static readonly Guid s_second = Guid.NewGuid();
    private static readonly Guid s_unknown = Guid.NewGuid();

    [Fact]
    public void Find_PeerIsBehind_IsTheUsualBacklog() => Assert.Null(Find([Now(s_first, 500, delivered: 400)], new(s_first, 400, 0)));

    [Fact]
    public void Find_PeerHasNothingYet_IsTheUsualBeginning() => Assert.Null(Find([Now(s_first, 3, delivered: 0)], new(Guid.Empty, 0, 0)));

    [Fact]
    public void Find_NothingOnBothSides_IsNoSetback() => Assert.Null(Find([], new(Guid.Empty, 0, 0)));

    [Fact]
    public void Find_PeerHasMore_IsRolledBackHere() =>
        Assert.Equal((SetbackKind.RolledBackHere, 100), Find([Now(s_first, 400, delivered: 390)], new(s_first, 500, 0)));

    [Theory]
    [InlineData(500)]
    [InlineData(600)]
    public void Find_NumbersMatchButEntriesDiffer_IsRolledBackHere(long mine) =>
        Assert.Equal((SetbackKind.RolledBackHere, null), Find([Now(s_first, mine, delivered: 390)], new(s_first, 500, 0), isSameEntry: false));

    [Fact]
    public void Find_EpochThatIsNotKnown_IsRolledBackHere() =>
        Assert.Equal((SetbackKind.RolledBackHere, null), Find([Now(s_first, 10, delivered: 10)], new(s_unknown, 5, 0)));

    [Fact]
    public void Find_NothingHereAndSomethingThere_IsLostHere() => Assert.Equal((SetbackKind.LostHere, 500), Find([], new(s_unknown, 500, 0)));

    [Fact]
    public void Find_OnlyWhatWasJustWritten_IsLostHere() =>
        Assert.Equal((SetbackKind.LostHere, 500), Find([Now(s_first, 2, delivered: 0)], new(s_unknown, 500, 0)));

    [Fact]
    public void Find_PeerStillNamesTheEpochThatWasLeft_IsNoNewSetback() =>
        Assert.Null(Find([Old(s_first, 400, delivered: 390), Now(s_second, 10, delivered: 0)], new(s_first, 500, 0)));

    [Fact]
    public void Find_PeerHasLessThanItConfirmed_IsLostThere() =>
        Assert.Equal((SetbackKind.LostThere, 100), Find([Now(s_first, 500, delivered: 400)], new(s_first, 300, 0)));

    [Fact]
    public void Find_PeerHasNothingOfWhatItConfirmed_IsLostThere() =>
        Assert.Equal((SetbackKind.LostThere, 407), Find([Old(s_first, 400, delivered: 400), Now(s_second, 9, delivered: 7)], new(Guid.Empty, 0, 0)));

    [Fact]
    public void Find_PeerWentBackToAnOlderEpoch_IsLostThere() =>
        Assert.Equal((SetbackKind.LostThere, 17), Find([Old(s_first, 400, delivered: 400), Now(s_second, 9, delivered: 7)], new(s_first, 390, 0)));

    private static (SetbackKind Kind, long? Entries)? Find(IReadOnlyList<EpochState> mine, LogPosition theirs, bool isSameEntry = true) =>
        LogComparison.Find(mine, theirs, isSameEntry);

    private static EpochState Now(Guid epoch, long highWater, long delivered) => new(epoch, true, highWater, delivered);

    private static EpochState Old(Guid epoch, long highWater, long delivered) => new(epoch, false, highWater, delivered);
}
