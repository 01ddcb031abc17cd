using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Chat;

public sealed class SendWindowTests
{
    private readonly SendWindow _window = new();

    [Fact]
    public void TryAdd_SmallEntries_TakesAsManyAsAWindowHas()
    {
        Assert.Equal(SendWindow.MaxEntries, Fill(bytes: 10));
        Assert.False(_window.TryAdd(SendWindow.MaxEntries + 1, 0));
    }

    [Fact]
    public void TryAdd_LargeEntries_TakesAMebibyteOfThemToTheByte()
    {
        Assert.Equal(64, Fill(bytes: ChatLimits.MaxTextBytes));
        Assert.False(_window.TryAdd(65, 1));
    }

    [Fact]
    public void TryAdd_AnEntryAboveTheWindow_GoesAlone()
    {
        Assert.True(_window.TryAdd(1, SendWindow.MaxBytes + 1));
        Assert.False(_window.TryAdd(2, 1));
        _window.Acknowledge(1);
        Assert.True(_window.TryAdd(2, 1));
    }

    [Fact]
    public void TryAdd_MoreThanFits_ClosesTheWindowForWhatWouldFitAsWell()
    {
        _window.TryAdd(1, SendWindow.MaxBytes - 10);

        Assert.False(_window.TryAdd(2, 11));
        Assert.False(_window.TryAdd(2, 10));
    }

    [Fact]
    public void Acknowledge_WhileTheWindowIsOpen_OpensNothing()
    {
        _window.TryAdd(1, 10);

        Assert.False(_window.Acknowledge(1));
    }

    [Theory]
    [InlineData(10, SendWindow.MaxEntries / 4)]
    [InlineData(ChatLimits.MaxTextBytes, 16)]
    public void Acknowledge_OfAQuarterOfWhatIsUnderWay_OpensAFullWindowForAsMuch(int bytes, int quarter)
    {
        int sent = Fill(bytes);

        Assert.False(_window.Acknowledge(quarter - 1));
        Assert.Equal(0, Fill(bytes, after: sent));
        Assert.True(_window.Acknowledge(quarter));
        Assert.Equal(quarter, Fill(bytes, after: sent));
    }

    [Fact]
    public void Clear_ForgetsWhatWasUnderWay()
    {
        Fill(bytes: ChatLimits.MaxTextBytes);

        _window.Clear();

        Assert.Equal(64, Fill(bytes: ChatLimits.MaxTextBytes));
    }

    private int Fill(int bytes, int after = 0)
    {
        int taken = 0;
        while (_window.TryAdd(after + taken + 1, bytes)) { taken++; }
        return taken;
    }
}
