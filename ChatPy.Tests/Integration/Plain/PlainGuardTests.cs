using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>Who is no plain peer at all, or takes too much: the session ends, and nothing of it is a message.</summary>
public sealed class PlainGuardTests : PlainSessionTest
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\nhello\n")]
    [InlineData("\r\nPOST /send HTTP/1.1\r\n\r\nhello")]
    [InlineData("Host: x\n")]
    public async Task Run_StrangerSpeaksHttp_EndsAndDeliversNothing(string bytes)
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync(bytes);

        Assert.Equal(SessionEnd.ProtocolBroken, await chat.Ending);
        Assert.False(chat.HasArrivals);
    }

    [Fact]
    public async Task Run_SilentStrangerBeginsTls_EndsAndLeavesTheConnectionAsItIs()
    {
        PlainHarness chat = Accepted();

        Task saying = Peer.SayAsync("\u0016\u0003\u0001\u0002\u0000\u0001\n");

        Assert.Equal(SessionEnd.SpokeTls, await chat.Ending);
        Assert.False(chat.HasArrivals);
        Assert.False(saying.IsCompleted);   // the bytes are still there, for TLS
    }

    [Fact]
    public async Task Run_HttpRequestThatPauses_IsNotAMessage()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("POST /se");
        Time.Advance(Silence);
        await Peer.SayAsync("nd HTTP/1.1\r\n");

        Assert.Equal(SessionEnd.ProtocolBroken, await chat.Ending);
        Assert.False(chat.HasArrivals);
    }

    [Fact]
    public async Task Run_MessageThatBeginsLikeHttpAndPauses_IsAMessage()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("GET /etc");
        Time.Advance(Silence);
        await Peer.SayAsync("/hosts please\n");

        Assert.Equal("GET /etc/hosts please", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_HttpRequestInTheMiddleOfAChat_IsAMessage()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("look:\nGET / HTTP/1.1\n");

        Assert.Equal("look:", await chat.NextSaidAsync());
        Assert.Equal("GET / HTTP/1.1", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_DialledServerSendsChatPyBannerLate_EndsAndDeliversNothing()
    {
        PlainHarness chat = Dialled();

        await Peer.SayAsync("ChatPy/1 ready. Type a message and press Enter; /help lists commands.\n");

        Assert.Equal(SessionEnd.SpokeChatPy, await chat.Ending);
        Assert.False(chat.HasArrivals);
    }

    [Fact]
    public async Task Run_NoEndWithinTheLimit_EndsTheSession()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync(new string('x', DialectReader.MaxLineBytes + 1));

        Assert.Equal(SessionEnd.ProtocolBroken, await chat.Ending);
    }

    [Fact]
    public async Task Run_LineNotFinishedInAMinute_EndsTheSession()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("a\n");
        await Peer.SayAsync("b");
        await GoOnAsync("b", 59);

        Assert.False(chat.Ending.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(1));

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.ProtocolBroken, end);
        Assert.Equal(["a"], said);
    }

    /// <summary>Its last byte begins a character of UTF-8, of which nothing more comes.</summary>
    [Fact]
    public async Task Run_LatinTextWithoutNewlineThatEndsWithAnAccent_MayBeFollowedByAnySilence()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync([.. "j'ai mang"u8, 0xE9]);
        Time.Advance(Silence);
        Assert.Equal("j'ai mang", await chat.NextSaidAsync());
        Time.Advance(2 * PlainReceiver.LineLimit);
        await Peer.SayAsync("et toi ?");
        Time.Advance(Silence);

        Assert.Equal("\uFFFDet toi ?", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_NextLineBegunWithTheEndOfASlowOne_HasAMinuteOfItsOwn()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("a\n");
        await GoOnAsync("b", 50);
        await Peer.SayAsync("\nc");
        await GoOnAsync("c", 50);
        await Peer.SayAsync("\n");

        Assert.Equal("a", await chat.NextSaidAsync());
        Assert.Equal(new string('b', 50), await chat.NextSaidAsync());
        Assert.Equal(new string('c', 51), await chat.NextSaidAsync());
    }

    // A letter a second.
    private async Task GoOnAsync(string letter, int seconds)
    {
        for (int second = 1; second <= seconds; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Peer.SayAsync(letter);
        }
    }
}
