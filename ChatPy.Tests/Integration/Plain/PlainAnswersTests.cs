using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>Words that ChatPy answers, or takes for a goodbye.</summary>
public sealed class PlainAnswersTests : PlainSessionTest
{
    [Theory]
    [InlineData("exit")]
    [InlineData("exit\n")]
    public async Task Run_ExitAlone_MeansThePeerLeft(string goodbye)
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync(goodbye);
        Time.Advance(Silence);

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Empty(said);
    }

    [Fact]
    public async Task Run_ExitAmongOtherWords_IsAMessage()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("the exit is there\n");

        Assert.Equal("the exit is there", await chat.NextSaidAsync());
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("//x")]
    [InlineData("GET / HTTP/1.1")]
    public async Task Run_DialledServer_IsTakenAtItsWord(string text)
    {
        PlainHarness chat = Dialled();

        await Peer.SayAsync(text + "\n");

        Assert.Equal(text, await chat.NextSaidAsync());
        Assert.True(Peer.HasHeardNothing());
    }

    [Fact]
    public async Task Run_Commands_AreAnsweredInTheDialectAndNotDelivered()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("/who\n");
        Assert.Equal("Here: Ada, Bob\n", await Peer.HearAsync());
        await Peer.SayAsync("/nick Zoé\n");
        Assert.Equal("You are Zoé now.\n", await Peer.HearAsync());
        await Peer.SayAsync("//nick\n/tmp/x\n");
        await Peer.SayAsync("/quit\n");
        Assert.Equal("Bye.\n", await Peer.HearAsync());

        Assert.Equal(new PlainArrival.DialectLearned(Dialect.Lines), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Renamed("Zoé"), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("/nick"), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("/tmp/x"), await chat.NextAsync());
        Assert.Equal(SessionEnd.PeerLeft, await chat.Ending);
    }

    [Fact]
    public async Task Run_CommandFromAScript_IsAnsweredWithoutNewline()
    {
        Accepted();

        await Peer.SayAsync("/who");
        Time.Advance(Silence);

        Assert.Equal("Here: Ada, Bob", await Peer.HearAsync());
    }
}
