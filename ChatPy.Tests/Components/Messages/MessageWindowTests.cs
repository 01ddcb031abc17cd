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
        int last = MessageWindow.Roomy + 10;
        MessageWindow read = MessageWindow.Empty.Follow(With(last - 100, last), isAtEnd: false)
            .Before([.. Enumerable.Range(1, last - 101).Select(number => Sample.Theirs(number, "x"))], last);

        Assert.Equal(last, read.Follow(With(last - 100, last), isAtEnd: false).Messages.Length);
        Assert.Equal(101, read.Follow(With(last - 100, last), isAtEnd: true).Messages.Length);
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

    private static Conversation With(int first, int last) => Sample.Direct("Léa") with
    {
        HasOlder = first > 1,
        Recent = [.. Enumerable.Range(first, last - first + 1).Select(number => Sample.Theirs(number, "x"))],
    };
}
