using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;

namespace ChatPy.Tests.Components.Messages;

public sealed class MessageWindowTests
{
    [Fact]
    public void Follow_SnapshotSlides_KeepsWhatThePageHadBefore()
    {
        MessageWindow window = MessageWindow.Empty.Follow(With(1, 3), isAtEnd: true).Follow(With(2, 4), isAtEnd: true);

        Assert.Equal([1, 2, 3, 4], window.Messages.Select(message => message.Arrival));
    }

    [Fact]
    public void Follow_BurstLeavesAGap_StartsFromTheSnapshot()
    {
        MessageWindow window = MessageWindow.Empty.Follow(With(1, 3), isAtEnd: true).Follow(With(10, 12), isAtEnd: true);

        Assert.Equal([10, 11, 12], window.Messages.Select(message => message.Arrival));
        Assert.True(window.HasOlder);
    }

    [Fact]
    public void Follow_ReaderAtTheEndOfALongWindow_LetsTheOldOnesGo()
    {
        MessageWindow read = MessageWindow.Empty.Follow(With(151, 300), isAtEnd: false).Before(Page(1, 150), asked: 150);

        MessageWindow after = read.Follow(With(152, 301), isAtEnd: true);

        Assert.Equal((150, true, false), (after.Messages.Length, after.HasOlder, after.HasNewer));
    }

    [Fact]
    public void Follow_ReaderFurtherBackInALongWindow_KeepsWhatIsThereAndLeavesTheEndForLater()
    {
        MessageWindow read = MessageWindow.Empty.Follow(With(151, 300), isAtEnd: false).Before(Page(1, 150), asked: 150);

        MessageWindow after = read.Follow(With(152, 301), isAtEnd: false);

        Assert.Equal((1, 300, true), (after.Messages[0].Arrival, after.Messages[^1].Arrival, after.HasNewer));
    }

    [Fact]
    public void Before_WindowIsFull_LetsTheNewestGo()
    {
        MessageWindow window = new MessageWindow([.. Page(101, 400)], true).Before(Page(1, 100), asked: 100);

        Assert.Equal((1, 300, true, true), (window.Messages[0].Arrival, window.Messages[^1].Arrival, window.HasOlder, window.HasNewer));
    }

    [Fact]
    public void After_WindowIsFull_LetsTheOldestGo()
    {
        MessageWindow window = new MessageWindow([.. Page(1, 300)], false, true).After(Page(301, 400), asked: 100);

        Assert.Equal((101, 400, true, true), (window.Messages[0].Arrival, window.Messages[^1].Arrival, window.HasOlder, window.HasNewer));
    }

    [Fact]
    public void After_LastPage_JoinsTheSnapshotAgain()
    {
        MessageWindow window = new MessageWindow([.. Page(1, 100)], false, true).After(Page(101, 150), asked: 100);
        Assert.False(window.HasNewer);

        Assert.Equal(Enumerable.Range(1, 160).Select(number => (long)number), window.Follow(With(120, 160), isAtEnd: false).Messages.Select(message => message.Arrival));
    }

    [Fact]
    public void Follow_FurtherBack_TakesChangesButNothingNew()
    {
        var back = new MessageWindow([.. Page(1, 3)], false, true);

        MessageWindow after = back.Follow(With(3, 5) with { Recent = [Sample.Theirs(3, "edited"), Sample.Theirs(4, "x")] }, isAtEnd: false);

        Assert.Equal(["x", "x", "edited"], after.Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(2, false)]
    public void Before_Page_TellsWhetherMoreIsOlder(int got, bool expected)
    {
        MessageWindow window = MessageWindow.Empty.Follow(With(200, 201), isAtEnd: false)
            .Before([.. Enumerable.Range(1, got).Select(number => Sample.Theirs(number, "x"))], asked: 100);

        Assert.Equal(got + 2, window.Messages.Length);
        Assert.Equal(expected, window.HasOlder);
    }

    [Fact]
    public void Follow_LaterMessageIsConfirmed_OlderOnesAreToo()
    {
        Message old = Sample.Mine(1, "old");
        MessageWindow window = MessageWindow.Empty
            .Follow(With(2, 2) with { Recent = [old, Sample.Mine(2, "mid")] }, isAtEnd: false)
            .Follow(With(2, 2) with { Recent = [Sample.Mine(2, "mid", MessageState.Delivered)] }, isAtEnd: false);

        Assert.Equal([MessageState.Delivered, MessageState.Delivered], window.Messages.Select(message => message.State));
    }

    private static Message[] Page(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(number => Sample.Theirs(number, "x"))];

    private static Conversation With(int first, int last) => Sample.Direct("Léa") with
    {
        HasOlder = first > 1,
        Recent = [.. Enumerable.Range(first, last - first + 1).Select(number => Sample.Theirs(number, "x"))],
    };
}
