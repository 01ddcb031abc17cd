using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class LogWriterAppendTests : StoreTest
{
    [Fact]
    public async Task Append_FirstEntry_BeginsTheLogAtOneUnderARandomEpoch()
    {
        Entry entry = await AppendAsync("salut");

        Assert.Equal(1, entry.Sequence);
        Assert.NotEqual(Guid.Empty, entry.Epoch);
        Assert.Equal(LogClock.At(Time.GetUtcNow()), entry.Clock);
        Assert.Equal(Time.GetUtcNow(), entry.StoredAt);
        Assert.Equal(new LogPosition(entry.Epoch, 1, 0), await Store.GetPositionAsync(Talk, Me, Cancel));
    }

    [Fact]
    public async Task Append_MoreEntries_CountOnInTheSameEpoch()
    {
        Entry first = await AppendAsync("un");
        Entry second = await AppendAsync("deux");

        Assert.Equal(first.Epoch, second.Epoch);
        Assert.Equal(2, second.Sequence);
        Assert.True(second.Arrival > first.Arrival);
        Assert.True(second.Order.CompareTo(first.Order) > 0, "the clock stands still, the order must not");
    }

    [Fact]
    public async Task Append_SameIdAgain_ReturnsTheStoredEntryUnchanged()
    {
        var id = Guid.CreateVersion7();
        Entry first = await Store.AppendAsync(Talk, Me, new Draft(id, "salut"), Cancel);
        Time.Advance(TimeSpan.FromMinutes(1));

        Entry again = await Store.AppendAsync(Talk, Me, new Draft(id, "something else"), Cancel);

        Assert.Equal(first, again);
        Assert.Equal(first, Assert.Single(await ReadAllAsync()));
        Assert.Equal(1, (await Store.GetPositionAsync(Talk, Me, Cancel)).Sequence);
    }

    [Fact]
    public async Task Append_SameIdInAnotherConversation_IsAnotherEntry()
    {
        ConversationId other = ConversationId.Plain("in 10.0.0.3 1");
        await Store.SaveConversationAsync(Properties(other), Cancel);
        var id = Guid.CreateVersion7();

        await Store.AppendAsync(Talk, Me, new Draft(id, "here"), Cancel);
        Entry there = await Store.AppendAsync(other, Me, new Draft(id, "there"), Cancel);

        Assert.Equal(("there", 1L), (there.Text, there.Sequence));
    }

    [Fact]
    public async Task Append_AfterAPeerWhoseClockIsAhead_StandsBelowWhatItAnswers()
    {
        Entry question = FromPeer(Guid.NewGuid(), 1) with { Clock = LogClock.At(Time.GetUtcNow().AddYears(10)) };
        await Store.ReceiveAsync(question, Cancel);

        Entry answer = await AppendAsync("oui");

        Assert.True(answer.Order.CompareTo(question.Order) > 0);
        Assert.Equal(["salut", "oui"], (await ReadAllAsync()).Select(entry => entry.Text));
    }

    [Fact]
    public async Task Append_WhenThisClockWentBack_KeepsItsOrder()
    {
        await AppendAsync("un");
        Time.AdjustTime(Time.GetUtcNow().AddYears(-50));
        await ReopenAsync();

        await AppendAsync("deux");

        Assert.Equal(["un", "deux"], (await ReadAllAsync()).Select(entry => entry.Text));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\uFEFF\u202E\u200B\uFFFF\uFFFD\r\n\t ")]
    [InlineData("👩‍👩‍👧 é\u0301")]
    [InlineData("'; DROP TABLE entry; -- $variable$")]
    [InlineData("")]
    public async Task Append_OddText_IsKeptExactly(string text)
    {
        Entry appended = await AppendAsync(text);
        await ReopenAsync();

        Assert.Equal(text, appended.Text);
        Assert.Equal(text, Assert.Single(await ReadAllAsync()).Text, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Append_TextThatIsNotUnicode_IsAtOnceWhatARestartReads()
    {
        Entry appended = await AppendAsync("half \uD83D pair");

        Assert.Equal(appended, Assert.Single(await ReadAllAsync()));
    }

    [Fact]
    public async Task Append_ToAConversationNeverSaved_IsTheCallersMistake() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => Store.AppendAsync(ConversationId.Plain("nobody"), Me, new Draft(Guid.CreateVersion7(), "salut"), Cancel));

    [Fact]
    public async Task Append_AuthorOfAPlainPeer_HasALogOfItsOwn()
    {
        PeerId plain = Conversation.AuthorOf(Talk);

        Entry mine = await AppendAsync("un");
        Entry theirs = await Store.AppendAsync(Talk, plain, new Draft(Guid.CreateVersion7(), "deux"), Cancel);

        Assert.Equal((1L, 1L), (mine.Sequence, theirs.Sequence));
        Assert.NotEqual(mine.Epoch, theirs.Epoch);
    }
}
