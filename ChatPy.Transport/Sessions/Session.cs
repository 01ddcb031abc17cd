using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Sessions;

/// <summary>
/// One authenticated connection's life after WELCOME: envelopes in order, both ways, over a pair of pipes. Two loops and a watch; the
/// first to end ends the session.
/// </summary>
public sealed class Session
{
    private const int MaxQueuedEnvelopes = 256;
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly IDuplexPipe _pipe;
    private readonly KeepAlive _keepAlive;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Full means the peer reads slower than we write: whoever sends waits.
    private readonly Channel<Envelope> _outgoing = Channel.CreateBounded<Envelope>(
        new BoundedChannelOptions(MaxQueuedEnvelopes) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    internal Session(PeerId peer, Hello hello, PeerAddress remote, bool dialledByUs, IDuplexPipe pipe, TransportOptions options, TimeProvider time, ILogger logger)
    {
        Peer = peer;
        Hello = hello;
        Remote = remote;
        DialledByUs = dialledByUs;
        _pipe = pipe;
        _logger = logger;
        _keepAlive = new KeepAlive(options, time);
    }

    /// <summary>Who is at the other end.</summary>
    public PeerId Peer { get; }

    /// <summary>What the peer said of itself.</summary>
    public Hello Hello { get; }

    /// <summary>Where the peer is now, with the port of this connection.</summary>
    public PeerAddress Remote { get; }

    /// <summary>Whether this side opened the connection.</summary>
    public bool DialledByUs { get; }

    /// <summary>Queues an envelope for writing; waits while the peer does not keep up.</summary>
    /// <exception cref="ChannelClosedException">The session is over.</exception>
    public ValueTask SendAsync(Envelope envelope, CancellationToken cancellationToken) => _outgoing.Writer.WriteAsync(envelope, cancellationToken);

    /// <summary>Says goodbye and ends the session; what was queued before is still written.</summary>
    public void Leave() => _leaving.TrySetResult();

    /// <summary>Ends the session as a breach found while receiving would: what was taken off it turned out to break the protocol.</summary>
    public void Break(ProtocolException breach) => _leaving.TrySetException(breach);

    /// <summary>Runs the session until it ends. Envelopes are given to <paramref name="receive"/> one after the other.</summary>
    /// <remarks>A <see cref="ProtocolException"/> from <paramref name="receive"/> ends the session as one of our own would.</remarks>
    public async Task<SessionEnd> RunAsync(Func<Envelope, CancellationToken, ValueTask> receive, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var writing = new CancellationTokenSource();
        Task send = SendLoopAsync(writing.Token);
        Task receiving = ReceiveLoopAsync(receive, life.Token);
        Task watch = _keepAlive.WatchAsync(() => _outgoing.Writer.TryWrite(new Envelope { Ping = new Ping() }), life.Token);
        Goodbye.Types.Reason farewell = Goodbye.Types.Reason.Leaving;
        try
        {
            Task ended = await Task.WhenAny(send, receiving, watch, _leaving.Task);
            await ended;
            return ended == _leaving.Task ? SessionEnd.Stopped : SessionEnd.PeerLeft;
        }
        catch (OperationCanceledException) { return SessionEnd.Stopped; }
        catch (ProtocolException broken)
        {
            _logger.PeerBrokeProtocol(Peer.ToFingerprint(), broken.Error, broken);
            farewell = Goodbye.Types.Reason.Protocol;
            return SessionEnd.ProtocolBroken;
        }
        catch (Exception lost) when (lost is IOException or TimeoutException)
        {
            _logger.PeerVanished(Peer.ToFingerprint(), lost.Message);
            return SessionEnd.PeerVanished;
        }
        finally
        {
            await life.CancelAsync();

            // What is queued is still written, and nothing that is under way is cut off: a goodbye behind half a frame is none.
            _outgoing.Writer.TryComplete();
            await Task.WhenAny(send, Task.Delay(s_farewell, CancellationToken.None));
            await writing.CancelAsync();
            await Task.WhenAll(send, receiving, watch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (send.IsCompletedSuccessfully) { await SayGoodbyeAsync(farewell); }
        }
    }

    private async Task SendLoopAsync(CancellationToken cancellationToken)
    {
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            // Everything that waits goes out with one flush.
            while (_outgoing.Reader.TryRead(out Envelope? envelope)) { EnvelopeCodec.Write(_pipe.Output, envelope); }

            if ((await _keepAlive.WriteAsync(_pipe.Output.FlushAsync(cancellationToken))).IsCompleted) { throw new IOException("The connection was closed."); }
        }
    }

    private async Task ReceiveLoopAsync(Func<Envelope, CancellationToken, ValueTask> receive, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await _keepAlive.ListenAsync(_pipe.Input.ReadAsync(cancellationToken));
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (EnvelopeCodec.TryRead(ref buffer, out Envelope envelope))
            {
                _keepAlive.EndFrame();
                if (envelope.KindCase == Envelope.KindOneofCase.Goodbye) { return; }

                await HandleAsync(envelope, receive, cancellationToken);
            }

            if (!buffer.IsEmpty) { _keepAlive.BeginFrame(); }
            _pipe.Input.AdvanceTo(buffer.Start, buffer.End);
            if (!read.IsCompleted) { continue; }
            if (!buffer.IsEmpty) { throw new ProtocolException(ProtocolError.TruncatedFrame, $"The stream ended {buffer.Length} bytes into a frame."); }
            return;
        }
    }

    private ValueTask HandleAsync(Envelope envelope, Func<Envelope, CancellationToken, ValueTask> receive, CancellationToken cancellationToken)
    {
        switch (envelope.KindCase)
        {
            case Envelope.KindOneofCase.Ping: return SendAsync(new Envelope { Pong = new Pong() }, cancellationToken);
            case Envelope.KindOneofCase.Pong: return ValueTask.CompletedTask;
            case Envelope.KindOneofCase.None: return ValueTask.CompletedTask;   // a kind of a newer version
            case Envelope.KindOneofCase.Hello:
            case Envelope.KindOneofCase.Welcome:
                throw new ProtocolException(ProtocolError.UnexpectedEnvelope, $"{envelope.KindCase} after the handshake.");
            default: return receive(envelope, cancellationToken);
        }
    }

    // A courtesy, so that the peer need not guess: within a second, and only if the connection still takes it.
    private async Task SayGoodbyeAsync(Goodbye.Types.Reason reason)
    {
        try
        {
            using var patience = new CancellationTokenSource(s_farewell);
            EnvelopeCodec.Write(_pipe.Output, new Envelope { Goodbye = new Goodbye { Reason = reason } });
            await _pipe.Output.FlushAsync(patience.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException or NotSupportedException)
        {
            // It does not.
        }
    }
}
