using System.IO.Pipelines;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>What is said to a plain peer: in its dialect, in order, and to no one who does not listen.</summary>
public sealed class PlainSendingTests : PlainSessionTest
{
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

        Assert.Equal(longText[..333], await Peer.HearAsync());
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

        Time.Advance(PlainWriter.StallLimit);

        await Assert.ThrowsAsync<IOException>(() => sending);
        await Assert.ThrowsAsync<IOException>(() => waiting);
        Assert.Equal(SessionEnd.PeerVanished, await chat.Ending);
    }

    [Fact]
    public async Task Send_SessionOver_Throws()
    {
        PlainHarness chat = Accepted();
        await Peer.Output.CompleteAsync();
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

        Assert.Equal(goodbye, await Peer.HearAsync());
        await leaving;
        Assert.Equal(SessionEnd.Stopped, await chat.Ending);
        await Assert.ThrowsAsync<IOException>(() => chat.Session.SendAsync("too late", Token));
    }

    private async Task<string> HearAfterAPauseAsync()
    {
        DateTimeOffset before = Time.GetUtcNow();
        while (Peer.HasHeardNothing())
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.True(Time.GetUtcNow() - before >= Silence);
        return await Peer.HearAsync();
    }

    private static async Task LookWithoutTakingAsync(PipePair peer)
    {
        ReadResult read = await peer.Input.ReadAsync(Token);
        peer.Input.AdvanceTo(read.Buffer.Start);
    }
}
