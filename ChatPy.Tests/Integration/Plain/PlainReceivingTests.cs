using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>What a plain peer says, by lines or by silences, whole and until the end.</summary>
public sealed class PlainReceivingTests : PlainSessionTest
{
    [Fact]
    public async Task Run_Lines_AreMessagesAtOnce()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("salut\r\nça va\n");

        Assert.Equal(new PlainArrival.DialectLearned(Dialect.Lines), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("salut"), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("ça va"), await chat.NextAsync());
    }

    [Fact]
    public async Task Run_NoNewline_IsAMessageAfterSilence()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("sal");
        Time.Advance(Silence - TimeSpan.FromMilliseconds(1));
        await Peer.SayAsync("ut");
        Time.Advance(Silence - TimeSpan.FromMilliseconds(1));
        Assert.False(chat.HasArrivals);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new PlainArrival.DialectLearned(Dialect.Chunks), await chat.NextAsync());
        Assert.Equal(new PlainArrival.Said("salut"), await chat.NextAsync());
    }

    /// <summary>As of a script that sends a text of several lines.</summary>
    [Fact]
    public async Task Run_NewlineInsideOfAText_LeavesWhatFollowsMessages()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("ligne 1\nligne 2");
        Assert.Equal("ligne 1", await chat.NextSaidAsync());
        Time.Advance(PlainReceiver.LineSilence);
        Assert.Equal("ligne 2", await chat.NextSaidAsync());
        await Peer.SayAsync("encore");
        Time.Advance(Silence);

        Assert.Equal("encore", await chat.NextSaidAsync());
    }

    /// <summary>A long text comes in pieces, and storing what has come takes its time.</summary>
    [Fact]
    public async Task Run_WhileItsMessagesAreStored_ThePeerIsNotSilent()
    {
        List<string> said = [];
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var session = new PlainSession(Peer.Session, new("192.0.2.1", 4242), false, Accepted(new PipePair()), new(), Time, NullLogger.Instance);
        Task running = session.RunAsync(
            (arrival, _) =>
            {
                if (arrival is PlainArrival.Said one)
                {
                    said.Add(one.Text);
                    Time.Advance(10 * PlainReceiver.LineSilence);
                }

                return ValueTask.CompletedTask;
            },
            stopping.Token);

        await Peer.SayAsync("one\ntw");
        await Peer.SayAsync("o\n");
        await Peer.Output.CompleteAsync();
        await running;

        Assert.Equal(["one", "two"], said);
    }

    /// <summary>As of a program that greets with a line and then asks for a name.</summary>
    [Fact]
    public async Task Run_QuestionWithoutNewlineAfterLines_IsAMessageAfterALongSilence()
    {
        PlainHarness chat = Accepted();
        await Peer.SayAsync("Bienvenue\n");
        Assert.Equal("Bienvenue", await chat.NextSaidAsync());

        await Peer.SayAsync("Ton nom ? ");
        Time.Advance(PlainReceiver.LineSilence - TimeSpan.FromMilliseconds(1));
        Assert.False(chat.HasArrivals);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("Ton nom ? ", await chat.NextSaidAsync());
        Assert.Equal(Dialect.Lines, chat.Session.Dialect);
    }

    [Fact]
    public async Task Run_CharacterCutBySilence_IsWholeInTheNextMessage()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync([(byte)'a', 0xC3]);
        Time.Advance(Silence);
        Assert.Equal("a", await chat.NextSaidAsync());
        await Peer.SayAsync([0xA9]);
        Time.Advance(Silence);

        Assert.Equal("é", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Run_StreamEndsWithoutNewline_DeliversWhatIsLeft()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("salut");
        await Peer.Output.CompleteAsync();

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerLeft, end);
        Assert.Equal(["salut"], said);
    }

    [Fact]
    public async Task Run_ConnectionBreaks_PeerVanished()
    {
        PlainHarness chat = Accepted();

        await Peer.Output.CompleteAsync(new IOException("reset"));

        Assert.Equal(SessionEnd.PeerVanished, await chat.Ending);
    }

    [Fact]
    public async Task Run_ConnectionBreaksAfterAMessageWithoutNewline_DeliversItFirst()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("salut");
        await Peer.Output.CompleteAsync(new IOException("reset"));

        (SessionEnd end, string[] said) = await chat.OverAsync();
        Assert.Equal(SessionEnd.PeerVanished, end);
        Assert.Equal(["salut"], said);
    }

    [Fact]
    public async Task Send_ConnectionIsBroken_StillHearsWhatWasSaidBefore()
    {
        PlainHarness chat = Accepted();
        await Peer.Input.CompleteAsync();

        await Assert.ThrowsAsync<IOException>(() => chat.Session.SendAsync("you there?", Token));
        await Peer.SayAsync("last words\n");
        await Peer.Output.CompleteAsync(new IOException("reset"));

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
        Assert.Equal("", await Peer.HearAsync());
    }

    [Fact]
    public async Task Run_LongLine_ComesInMarkedPiecesOfWhichNoneIsACommand()
    {
        PlainHarness chat = Accepted();
        string line = "/nick " + new string('x', 20_000);

        await Peer.SayAsync(line + "\nexit\n");

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
    public async Task Run_EscapeSequences_AreStrippedBothWays()
    {
        PlainHarness chat = Accepted();

        await Peer.SayAsync("\e[2Jhi\a\n");
        await Task.WhenAll(chat.Session.SendAsync("\e]0;t\ayou\e[1m", Token), HearAndExpectAsync("you\n"));

        Assert.Equal("hi", await chat.NextSaidAsync());
    }

    [Fact]
    public async Task Override_WhileAMessageWaits_EndsItBySilence()
    {
        PlainHarness chat = Accepted();
        await Peer.SayAsync("a\nb");
        Assert.Equal("a", await chat.NextSaidAsync());

        chat.Session.Override(Dialect.Chunks);
        Time.Advance(Silence);

        Assert.Equal("b", await chat.NextSaidAsync());
        Assert.Equal(Dialect.Chunks, chat.Session.Dialect);
    }

    [Fact]
    public async Task Run_ReceiverFails_EndsTheSessionAndComesOut()
    {
        var session = new PlainSession(
            Peer.Session, new("192.0.2.1", 4242), false, Accepted(new PipePair()), new(), Time, NullLogger.Instance);
        Task running = session.RunAsync(static (_, _) => throw new InvalidOperationException("disk full"), Token);

        await Peer.SayAsync("salut\n");

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.Equal("", await Peer.HearAsync());
    }
}
