using ChatPy.Web.Chat;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Chat;

public sealed class TypingSignalTests : IDisposable
{
    private static readonly ConversationId s_id = new("00000000000000000000000000000001");

    private readonly FakeTimeProvider _time = new();
    private readonly ChatStore _store = new();
    private readonly ConversationBook _book;
    private readonly TypingSignal _typing;

    public TypingSignalTests()
    {
        _book = new ConversationBook(_store, null!, null!, _time);   // nothing of it is kept
        _book.Begin(new Conversation { Id = s_id, Kind = ConversationKind.Direct, GivenName = "Léa", Trust = Trust.Accepted });
        _typing = new TypingSignal(s_id, _book, _time);
    }

    private bool IsTyping => _store.Current.Find(s_id)!.IsTyping;

    public void Dispose()
    {
        _typing.Dispose();
        _book.Dispose();
    }

    [Fact]
    public void Next_WhileThePersonTypes_IsToldEveryThreeSeconds()
    {
        var told = new List<int>();
        for (int second = 0; second < 8; second++)
        {
            if (_typing.Next(isActive: true) is { } envelope && envelope.Typing.Active) { told.Add(second); }
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 3, 6], told);
    }

    [Fact]
    public void Next_Stopped_IsToldOnceAndOnlyIfTypingWasTold()
    {
        Assert.Null(_typing.Next(isActive: false));
        _typing.Next(isActive: true);

        Assert.False(_typing.Next(isActive: false)!.Typing.Active);
        Assert.Null(_typing.Next(isActive: false));
    }

    [Fact]
    public void Next_StoppedAfterAMessage_IsNotTold()
    {
        _typing.Next(isActive: true);
        _typing.Written();

        Assert.Null(_typing.Next(isActive: false));
    }

    [Fact]
    public void Next_StoppedAndBegunAgainAtOnce_KeepsTheThreeSeconds()
    {
        _typing.Next(isActive: true);
        _typing.Next(isActive: false);

        Assert.Null(_typing.Next(isActive: true));
        _time.Advance(TypingSignal.Pause);
        Assert.NotNull(_typing.Next(isActive: true));
    }

    [Fact]
    public void TurnedOff_NeitherTellsNorShows()
    {
        _store.Apply(snapshot => snapshot with { Self = snapshot.Self with { SendsTyping = false } });

        Assert.Null(_typing.Next(isActive: true));
        _typing.Heard(isActive: true);
        Assert.False(IsTyping);
    }

    [Fact]
    public void Heard_IsShownForFiveSeconds_FromTheLastTime()
    {
        _typing.Heard(isActive: true);
        _time.Advance(TimeSpan.FromSeconds(4));
        _typing.Heard(isActive: true);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(IsTyping);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(IsTyping);
    }

    [Fact]
    public void Heard_Stopped_IsGoneAtOnce()
    {
        _typing.Heard(isActive: true);
        _typing.Heard(isActive: false);

        Assert.False(IsTyping);
    }

    [Fact]
    public void Heard_OfAStranger_IsNotShown()
    {
        _book.Show(s_id, shown => shown with { Trust = Trust.Undecided });

        _typing.Heard(isActive: true);

        Assert.False(IsTyping);
    }
}
