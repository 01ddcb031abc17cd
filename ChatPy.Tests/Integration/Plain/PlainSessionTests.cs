using System.IO.Pipelines;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Plain;

public sealed class PlainSessionTests
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(150);
    private readonly FakeTimeProvider _time = new();
    private readonly PipePair _peer = new();

    [Fact]
    public async Task Run_Lines_AreMessagesAtOnce()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("salut\r\nça va\n");

        Assert.Equal(new PlainArrival.DialectLearned(Dialect.Lines), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("salut"), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("ça va"), await chat.NextAsync());
    }

    [Fact]
    public async Task Run_NoNewline_IsAMessageAfterSilence()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("sal");
        _time.Advance(s_silence - TimeSpan.FromMilliseconds(1));
        await _peer.SayAsync("ut");
        _time.Advance(s_silence - TimeSpan.FromMilliseconds(1));
        Assert.False(chat.HasArrivals);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new PlainArrival.DialectLearned(Dialect.Chunks), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("salut"), await chat.NextAsync());
    }

    [Fact]
    public async Task Run_CharacterCutBySilence_IsWholeInTheNextMessage()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync([(byte)'a', 0xC3]);
        _time.Advance(s_silence);
        Assert.Equal("a", await chat.NextSaidAsync());
        await _peer.SayAsync([0xA9]);
        _time.Advance(s_silence);

        Assert.Equal("é", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_StreamEndsWithoutNewline_DeliversWhatIsLeft()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("salut");
        await _peer.Output.CompleteAsync();

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Equal(["salut"], said);
    }

    [Fact]
    public async Task Run_ConnectionBreaks_PeerVanished()
    {
        PlainHarness chat = Accepted();

        await _peer.Output.CompleteAsync(new IOException("reset"));

        Assert.Equal(SessionEnd.PeerVanished, await chat.Ending);
    }

    [Fact]
    public async Task Run_ConnectionBreaksAfterAMessageWithoutNewline_DeliversItFirst()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("salut");
        await _peer.Output.CompleteAsync(new IOException("reset"));

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerVanished, end);
        Assert.Equal(["salut"], said);
    }

    [Fact]
    public async Task Send_ConnectionIsBroken_StillHearsWhatWasSaidBefore()
    {
        PlainHarness chat = Accepted();
        await _peer.Input.CompleteAsync();

        await Assert.ThrowsAsync<IOException>(() => chat.Session.SendAsync("you there?", Token));
        await _peer.SayAsync("last words\n");
        await _peer.Output.CompleteAsync(new IOException("reset"));

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerVanished, end);
        Assert.Equal(["last words"], said);
    }

    [Fact]
    public async Task Run_Cancelled_IsStoppedAndTheConnectionEnds()
    {
        PlainHarness chat = Accepted();

        await chat.Stopping.CancelAsync();

        Assert.Equal(SessionEnd.Stopped, await chat.Ending);
        Assert.Equal("", await _peer.HearAsync());
    }

    [Theory]
    [InlineData("exit")]
    [InlineData("exit\n")]
    public async Task Run_ExitAlone_MeansThePeerLeft(string goodbye)
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync(goodbye);
        _time.Advance(s_silence);

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Empty(said);
    }

    [Fact]
    public async Task Run_ExitAmongOtherWords_IsAMessage()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("the exit is there\n");

        Assert.Equal("the exit is there", await chat.NextSaidAsync());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\nhello\n")]
    [InlineData("\r\nPOST /send HTTP/1.1\r\n\r\nhello")]
    [InlineData("Host: x\n")]
    public async Task Run_StrangerSpeaksHttp_EndsAndDeliversNothing(string bytes)
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync(bytes);

        Assert.Equal(SessionEnd.ProtocolBroken, await chat.Ending);
        Assert.False(chat.HasArrivals);
    }

    [Fact]
    public async Task Run_SilentStrangerBeginsTls_EndsAndLeavesTheConnectionAsItIs()
    {
        PlainHarness chat = Accepted();

        Task saying = _peer.SayAsync("\u0016\u0003\u0001\u0002\u0000\u0001\n");

        Assert.Equal(SessionEnd.SpokeTls, await chat.Ending);
        Assert.False(chat.HasArrivals);
        Assert.False(saying.IsCompleted);   // the bytes are still there, for TLS
    }

    [Fact]
    public async Task Run_HttpRequestThatPauses_IsNotAMessage()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("POST /se");
        _time.Advance(s_silence);
        await _peer.SayAsync("nd HTTP/1.1\r\n");

        Assert.Equal(SessionEnd.ProtocolBroken, await chat.Ending);
        Assert.False(chat.HasArrivals);
    }

    [Fact]
    public async Task Run_MessageThatBeginsLikeHttpAndPauses_IsAMessage()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("GET /etc");
        _time.Advance(s_silence);
        await _peer.SayAsync("/hosts please\n");

        Assert.Equal("GET /etc/hosts please", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_HttpRequestInTheMiddleOfAChat_IsAMessage()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("look:\nGET / HTTP/1.1\n");

        Assert.Equal("look:", await chat.NextSaidAsync());
        Assert.Equal("GET / HTTP/1.1", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_DialledServerSendsChatPyBannerLate_EndsAndDeliversNothing()
    {
        PlainHarness chat = Dialled();

        await _peer.SayAsync("ChatPy/1 ready. Type a message and press Enter; /help lists commands.\n");

        Assert.Equal(SessionEnd.SpokeChatPy, await chat.Ending);
        Assert.False(chat.HasArrivals);
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("//x")]
    [InlineData("GET / HTTP/1.1")]
    public async Task Run_DialledServer_IsTakenAtItsWord(string text)
    {
        PlainHarness chat = Dialled();

        await _peer.SayAsync(text + "\n");

        Assert.Equal(text, await chat.NextSaidAsync());
        Assert.True(_peer.HasHeardNothing());
    }

    [Fact]
    public async Task Run_Commands_AreAnsweredInTheDialectAndNotDelivered()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("/who\n");
        Assert.Equal("Here: Ada, Bob\n", await _peer.HearAsync());
        await _peer.SayAsync("/nick Zoé\n");
        Assert.Equal("You are Zoé now.\n", await _peer.HearAsync());
        await _peer.SayAsync("//nick\n/tmp/x\n");
        await _peer.SayAsync("/quit\n");
        Assert.Equal("Bye.\n", await _peer.HearAsync());

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

        await _peer.SayAsync("/who");
        _time.Advance(s_silence);

        Assert.Equal("Here: Ada, Bob", await _peer.HearAsync());
    }

    [Fact]
    public async Task Run_LongLine_ComesInMarkedPiecesOfWhichNoneIsACommand()
    {
        PlainHarness chat = Accepted();
        string line = "/nick " + new string('x', 20_000);

        await _peer.SayAsync(line + "\nexit\n");

        Assert.Equal(SessionEnd.PeerLeft, await chat.Ending);
        List<PlainArrival.Said> pieces = [];
        while (chat.HasArrivals)
        {
            if (await chat.NextAsync() is PlainArrival.Said piece) { pieces.Add(piece); }
        }

        Assert.Equal([true, true, false], pieces.Select(piece => piece.Continues));
        Assert.Equal(line, string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public async Task Run_NoEndWithinTheLimit_EndsTheSession()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync(new string('x', DialectReader.MaxLineBytes + 1));

        Assert.Equal(SessionEnd.ProtocolBroken, await chat.Ending);
    }

    [Fact]
    public async Task Run_LineNotFinishedInAMinute_EndsTheSession()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("a\nb");
        for (int second = 1; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await _peer.SayAsync("b");
        }

        Assert.False(chat.Ending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.ProtocolBroken, end);
        Assert.Equal(["a"], said);
    }

    [Fact]
    public async Task Run_NextLineBegunWithTheEndOfASlowOne_HasAMinuteOfItsOwn()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("a\nb");
        _time.Advance(TimeSpan.FromSeconds(50));
        await _peer.SayAsync("\nc");
        _time.Advance(TimeSpan.FromSeconds(50));
        await _peer.SayAsync("\n");

        Assert.Equal("a", await chat.NextSaidAsync());
        Assert.Equal("b", await chat.NextSaidAsync());
        Assert.Equal("c", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_EscapeSequences_AreStrippedBothWays()
    {
        PlainHarness chat = Accepted();

        await _peer.SayAsync("\e[2Jhi\a\n");
        await Task.WhenAll(chat.Session.SendAsync("\e]0;t\ayou\e[1m", Token), HearAndExpectAsync("you\n"));

        Assert.Equal("hi", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Override_WhileAMessageWaits_EndsItBySilence()
    {
        PlainHarness chat = Accepted();
        await _peer.SayAsync("a\nb");
        Assert.Equal("a", await chat.NextSaidAsync());

        chat.Session.Override(Dialect.Chunks);
        _time.Advance(s_silence);

        Assert.Equal("b", await chat.NextSaidAsync());
        Assert.Equal(Dialect.Chunks, chat.Session.Dialect);
    }

    [Fact]
    public async Task Send_DialectUnknown_IsALineAtOnce()
    {
        PlainHarness chat = Accepted();

        await Task.WhenAll(chat.Session.SendAsync("deux\nlignes", Token), HearAndExpectAsync("deux\nlignes\n"));
    }

    [Fact]
    public async Task Send_Chunks_GoAloneInPiecesWithPauses()
    {
        PlainHarness chat = Dialled();
        chat.Session.Override(Dialect.Chunks);
        string longText = string.Concat(Enumerable.Repeat("€", 400));   // 1,200 bytes; 333 characters fit a piece

        Task first = chat.Session.SendAsync(longText, Token);
        Task second = chat.Session.SendAsync("fin", Token);

        Assert.Equal(longText[..333], await _peer.HearAsync());
        Assert.Equal(longText[333..], await HearAfterAPauseAsync());
        await first;
        Assert.Equal("fin", await HearAfterAPauseAsync());
        await second;
    }

    [Fact]
    public async Task Send_PeerReadsNothingFor30Seconds_EndsTheSession()
    {
        var deaf = new PipePair(isFull: true);
        PlainHarness chat = Accepted(deaf);
        Task sending = chat.Session.SendAsync("you there?", Token);
        Task waiting = chat.Session.SendAsync("hello?", Token);
        await LookWithoutTakingAsync(deaf);

        _time.Advance(PlainWriter.StallLimit);

        await Assert.ThrowsAsync<IOException>(() => sending);
        await Assert.ThrowsAsync<IOException>(() => waiting);
        Assert.Equal(SessionEnd.PeerVanished, await chat.Ending);
    }

    [Fact]
    public async Task Send_SessionOver_Throws()
    {
        PlainHarness chat = Accepted();
        await _peer.Output.CompleteAsync();
        await chat.Ending;

        await Assert.ThrowsAsync<IOException>(() => chat.Session.SendAsync("too late", Token));
    }

    [Fact]
    public async Task Send_GivenUpBeforeItsTurn_IsNotSent()
    {
        var slow = new PipePair(isFull: true);
        PlainHarness chat = Accepted(slow);
        using var giveUp = new CancellationTokenSource();
        Task first = chat.Session.SendAsync("first", Token);
        Task second = chat.Session.SendAsync("second", giveUp.Token);
        Task third = chat.Session.SendAsync("third", Token);
        await LookWithoutTakingAsync(slow);
        await giveUp.CancelAsync();

        Assert.Equal("first\n", await slow.HearAsync());
        Assert.Equal("third\n", await slow.HearAsync());
        await Task.WhenAll(first, third);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Theory]
    [InlineData(Dialect.Chunks, "exit")]
    [InlineData(Dialect.Lines, "")]
    [InlineData(Dialect.Unknown, "")]
    public async Task Leave_AnyDialect_SaysGoodbyeInItAndEnds(Dialect dialect, string goodbye)
    {
        PlainHarness chat = Dialled();
        chat.Session.Override(dialect);

        Task leaving = chat.Session.LeaveAsync();

        Assert.Equal(goodbye, await _peer.HearAsync());
        await leaving;
        Assert.Equal(SessionEnd.Stopped, await chat.Ending);
        await Assert.ThrowsAsync<IOException>(() => chat.Session.SendAsync("too late", Token));
    }

    [Fact]
    public async Task Run_ReceiverFails_EndsTheSessionAndComesOut()
    {
        var session = new PlainSession(
            _peer.Session, new("192.0.2.1", 4242), false, Accepted(new PipePair()), new(), _time, NullLogger.Instance);
        Task running = session.RunAsync(static (_, _) => throw new InvalidOperationException("disk full"), Token);

        await _peer.SayAsync("salut\n");

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.Equal("", await _peer.HearAsync());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PlainHarness Accepted(PipePair? peer = null) => new((peer ?? _peer).Session, isDialled: false, _time);

    private PlainHarness Dialled() => new(_peer.Session, isDialled: true, _time);

    private async Task HearAndExpectAsync(string text) => Assert.Equal(text, await _peer.HearAsync());

    private async Task<string> HearAfterAPauseAsync()
    {
        DateTimeOffset before = _time.GetUtcNow();
        while (_peer.HasHeardNothing())
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.True(_time.GetUtcNow() - before >= s_silence);
        return await _peer.HearAsync();
    }

    private static async Task LookWithoutTakingAsync(PipePair peer)
    {
        ReadResult read = await peer.Input.ReadAsync(Token);
        peer.Input.AdvanceTo(read.Buffer.Start);
    }
}
