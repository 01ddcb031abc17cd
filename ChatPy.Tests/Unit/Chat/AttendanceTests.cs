using ChatPy.Web.Chat;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Chat;

public sealed class AttendanceTests : IDisposable
{
    private readonly object _page = new(), _otherPage = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Links _links = new();
    private readonly Attendance _attendance;
    private readonly Peer _peer = new();

    public AttendanceTests()
    {
        _links.TryAdd(_peer);
        _attendance = new Attendance(_links, _time);
        _peer.OnPresence = () => _peer.Heard.Add(_attendance.IsPresent);
    }

    public void Dispose() => _attendance.Dispose();

    [Fact]
    public void NoPage_NobodyIsThere() => Assert.False(_attendance.IsPresent);

    [Fact]
    public void PageInSight_SomebodyIsThere_AndPeersHearItOnce()
    {
        _attendance.Report(_page, isInSight: true);
        _attendance.Report(_page, isInSight: true);
        _attendance.Report(_otherPage, isInSight: true);

        Assert.Equal([true], _peer.Heard);
    }

    [Fact]
    public void LastPageOutOfSight_NobodyIsThere()
    {
        _attendance.Report(_page, isInSight: true);
        _attendance.Report(_otherPage, isInSight: true);

        _attendance.Report(_page, isInSight: false);
        Assert.True(_attendance.IsPresent);
        _attendance.Report(_otherPage, isInSight: false);

        Assert.Equal([true, false], _peer.Heard);
    }

    [Fact]
    public void NothingTouchedForFiveMinutes_NobodyIsThere_UntilSomebodyTouchesIt()
    {
        _attendance.Report(_page, isInSight: true);

        _time.Advance(TimeSpan.FromMinutes(4));
        _attendance.Report(_page, isInSight: true);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.True(_attendance.IsPresent);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_attendance.IsPresent);
        _attendance.Report(_page, isInSight: true);

        Assert.Equal([true, false, true], _peer.Heard);
    }

    [Fact]
    public void AnotherPageGoesWhileNobodyTouchesAny_NobodyComesBackByThat()
    {
        _attendance.Report(_page, isInSight: true);
        _attendance.Report(_otherPage, isInSight: true);
        _time.Advance(Attendance.Patience);

        _attendance.Report(_otherPage, isInSight: false);

        Assert.Equal([true, false], _peer.Heard);
    }

    private sealed class Peer : ILink
    {
        public List<bool> Heard { get; } = [];

        public Action OnPresence { get; set; } = () => { };

        public ConversationId Conversation { get; } = new("peer");

        public void Ring(Entry? stored) { }

        public Task LeaveAsync() => Task.CompletedTask;

        public Task PresenceAsync()
        {
            OnPresence();
            return Task.CompletedTask;
        }
    }
}
