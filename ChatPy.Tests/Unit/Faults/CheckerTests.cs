using ChatPy.Faults.Ledgers;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Faults;

/// <summary>The checker of the faults must see each way to break a promise.</summary>
public sealed class CheckerTests
{
    private static readonly Guid[] s_ids = [.. Enumerable.Range(1, 3).Select(number => new Guid(number, 0, 0, new byte[8]))];

    private readonly Ledger _author = new();
    private readonly Ledger _reader = new();

    [Fact]
    public void AllThere_IsClean() => Assert.True(Judge(Written(), Arrived(0, 1, 2)).IsClean);

    [Fact]
    public void MissingAtTheReader_IsLost() => Assert.Equal(1, Judge(Written(), Arrived(0, 2)).Lost);

    [Fact]
    public void MissingAtTheAuthor_IsLost() => Assert.Equal(1, Judge(Written()[1..], Arrived(0, 1, 2)).Lost);

    [Fact]
    public void TheSameTextTwice_IsDoubledWhateverItsId() =>
        Assert.Equal(1, Judge(Written(), [.. Arrived(0, 1, 2), Arrived(1)[0] with { Id = Guid.NewGuid() }]).Doubled);

    [Fact]
    public void ALaterOneAboveAnEarlier_IsReordered() => Assert.Equal(1, Judge(Written(), Arrived(0, 2, 1)).Reordered);

    [Fact]
    public void TicksForWhatThePeerDoesNotHave_AreEmpty()
    {
        _author.Seen(s_ids[2], isMine: true, MessageState.Delivered);

        Assert.Equal(1, Judge(Written(), Arrived(0, 1)).EmptyTicks);
    }

    [Fact]
    public void ShownOnceAndGone_IsAnEmptyTickToo()
    {
        _reader.Seen(s_ids[0], isMine: false, MessageState.Delivered);

        Assert.Equal(1, Judge(Written(), Arrived(1, 2)).EmptyTicks);
    }

    [Fact]
    public void ArrivedButStillWaiting_IsUnticked() =>
        Assert.Equal(1, Judge([Written()[0] with { State = MessageState.Sent }, .. Written()[1..]], Arrived(0, 1, 2)).Unticked);

    private static Row[] Written() => [.. s_ids.Select(id => new Row(id, IsMine: true, MessageState.Delivered, id.ToString()))];

    private static Row[] Arrived(params int[] numbers) => [.. numbers.Select(number => new Row(s_ids[number], IsMine: false, MessageState.Delivered, s_ids[number].ToString()))];

    private Verdict Judge(Row[] atAuthor, Row[] atReader) => Checker.Judge(_author, atAuthor, _reader, atReader, s_ids);
}
