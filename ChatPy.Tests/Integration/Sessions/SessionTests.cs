using System.IO.Pipelines;
using System.Threading.Channels;
using ChatPy.Tests.Support;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>Two sessions over a pair of pipes, and one against bytes made by hand.</summary>
public sealed class SessionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PipePair _pipes = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_TenThousandEnvelopes_ArriveInOrderAtBothEnds()
    {
        const int Count = 10_000;
        Running here = Run(_pipes.Here), there = Run(_pipes.There);

        await Task.WhenAll(here.SendAsync(Count), there.SendAsync(Count));

        Assert.Equal(Expected(Count), await here.TakeAsync(Count));
        Assert.Equal(Expected(Count), await there.TakeAsync(Count));
        here.Session.Leave();
        Assert.Equal(SessionEnd.Stopped, await here.End);
        Assert.Equal(SessionEnd.PeerLeft, await there.End);
    }

    [Fact]
    public async Task Leave_WritesWhatWasQueuedBefore()
    {
        Running here = Run(_pipes.Here), there = Run(_pipes.There);

        await here.SendAsync(100);
        here.Session.Leave();

        Assert.Equal(Expected(100), await there.TakeAsync(100));
        Assert.Equal(SessionEnd.PeerLeft, await there.End);
    }

    [Fact]
    public async Task Ping_IsAnsweredAndNotShown()
    {
        Running here = Run(_pipes.Here);

        EnvelopeCodec.Write(_pipes.There.Output, new Envelope { Ping = new Ping() });
        await _pipes.There.Output.FlushAsync(Token);

        Assert.Equal(Envelope.KindOneofCase.Pong, (await ReadAsync(_pipes.There.Input)).KindCase);
        Assert.Equal(0, here.Received.Reader.Count);
    }

    [Fact]
    public async Task Silence_IsPingedAndThenTheEnd()
    {
        Running here = Run(_pipes.Here);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(Envelope.KindOneofCase.Ping, (await ReadAsync(_pipes.There.Input)).KindCase);
        _time.Advance(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(SessionEnd.PeerVanished, await here.End);
    }

    /// <summary>Byte by byte: it is never silent.</summary>
    [Fact]
    public async Task FrameThatIsNotFinishedInThirtySeconds_IsAPeerThatVanished()
    {
        var peer = new Plain.PipePair();
        Running here = Run(peer.Session);
        byte[] frame = Frame(new string('x', 100));
        for (int second = 0; second < 30; second++)
        {
            Assert.False(here.End.IsCompleted);
            await peer.SayAsync([frame[second]]);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(SessionEnd.PeerVanished, await here.End);
    }

    [Fact]
    public async Task FrameBegunWithTheEndOfASlowOne_HasThirtySecondsOfItsOwn()
    {
        var peer = new Plain.PipePair();
        Running here = Run(peer.Session);
        byte[] frame = Frame("slow");
        await peer.SayAsync(frame[..3]);
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await peer.SayAsync([.. frame[3..], .. frame[..3]]);
        }

        Assert.Equal(Enumerable.Repeat("slow", 5), await here.TakeAsync(5));
        Assert.False(here.End.IsCompleted);
    }

    [Fact]
    public async Task EndOfStream_BetweenFrames_IsAPeerThatLeft()
    {
        Running here = Run(_pipes.Here);

        await _pipes.There.Output.CompleteAsync();

        Assert.Equal(SessionEnd.PeerLeft, await here.End);
    }

    [Fact]
    public async Task EndOfStream_InsideAFrame_BreaksTheProtocol()
    {
        Running here = Run(_pipes.Here);

        await _pipes.There.Output.WriteAsync(new byte[] { 0, 0, 0, 9, 1, 2 }, Token);
        await _pipes.There.Output.CompleteAsync();

        Assert.Equal(SessionEnd.ProtocolBroken, await here.End);
    }

    [Fact]
    public async Task ConnectionThatBreaks_IsAPeerThatVanished()
    {
        Running here = Run(_pipes.Here);

        await _pipes.There.Output.CompleteAsync(new IOException("reset"));

        Assert.Equal(SessionEnd.PeerVanished, await here.End);
    }

    private static byte[] Frame(string nickname)
    {
        var frame = new System.Buffers.ArrayBufferWriter<byte>();
        EnvelopeCodec.Write(frame, new Envelope { Profile = new Profile { Nickname = nickname } });
        return frame.WrittenSpan.ToArray();
    }

    private Running Run(IDuplexPipe pipe) => new(new Session(
        new PeerId(new byte[32]), new Hello(), new PeerAddress("10.0.0.2", 4242), dialledByUs: false, pipe, new TransportOptions(), _time, NullLogger.Instance));

    private static IEnumerable<string> Expected(int count) => Enumerable.Range(0, count).Select(i => $"{i}");

    private static async Task<Envelope> ReadAsync(PipeReader input)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(Token);
            System.Buffers.ReadOnlySequence<byte> buffer = read.Buffer;
            bool isWhole = EnvelopeCodec.TryRead(ref buffer, out Envelope envelope);
            input.AdvanceTo(buffer.Start, isWhole ? buffer.Start : buffer.End);
            if (isWhole) { return envelope; }
        }
    }

    private sealed class Running
    {
        public Running(Session session)
        {
            Session = session;
            End = session.RunAsync((envelope, token) => Received.Writer.WriteAsync(envelope.Profile.Nickname, token), Token);
        }

        public Session Session { get; }

        public Channel<string> Received { get; } = Channel.CreateUnbounded<string>();

        public Task<SessionEnd> End { get; }

        public async Task SendAsync(int count)
        {
            foreach (string text in Expected(count)) { await Session.SendAsync(new Envelope { Profile = new Profile { Nickname = text } }, Token); }
        }

        public async Task<List<string>> TakeAsync(int count)
        {
            var taken = new List<string>();
            while (taken.Count < count) { taken.Add(await Received.Reader.ReadAsync(Token)); }
            return taken;
        }
    }
}
