using System.Buffers;
using System.IO.Pipelines;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Plain;

/// <summary>Reads from a plain peer until it leaves, and measures its silences. What a message means, <paramref name="hear"/> knows.</summary>
/// <param name="input">The connection.</param>
/// <param name="remote">For the log.</param>
/// <param name="isExpectingStrangers">This side accepted the connection: anybody may have opened it, a browser too.</param>
/// <param name="hear">Takes a message, and says whether the session ends with it. Nothing more is read meanwhile.</param>
/// <param name="silence">What ends a message of a peer that sends no newlines.</param>
/// <param name="time">All time comes from here.</param>
/// <param name="logger">Never gets the text of a message.</param>
internal sealed class PlainReceiver(
    PipeReader input,
    PeerAddress remote,
    bool isExpectingStrangers,
    Func<PlainMessage, CancellationToken, ValueTask<SessionEnd?>> hear,
    TimeSpan silence,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>What ends a message of a peer that sends newlines, once one has begun and does not go on.</summary>
    public static readonly TimeSpan LineSilence = TimeSpan.FromSeconds(2);

    /// <summary>A line that has begun must end within this.</summary>
    public static readonly TimeSpan LineLimit = TimeSpan.FromSeconds(60);

    private const byte TlsHandshake = 0x16;

    private readonly Lock _gate = new();
    private readonly DialectReader _reader = new();
    private bool _hasBytes;
    private bool _hasMessage;
    private bool _awaitsSilence;
    private long _lastByte;
    private long? _lineStart;

    private enum Moment { Bytes, Silence, End }

    public Dialect Dialect
    {
        get { lock (_gate) { return _reader.Dialect; } }
    }

    private TimeSpan Patience
    {
        get { lock (_gate) { return _reader.ExpectsNewline ? LineSilence : silence; } }
    }

    public void Override(Dialect dialect)
    {
        lock (_gate) { _reader.Override(dialect); }

        // What waits for a newline may now be ended by silence, or the other way round: look again.
        input.CancelPendingRead();
    }

    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        await using ITimer wake = time.CreateTimer(
            static input => ((PipeReader)input!).CancelPendingRead(), input, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(cancellationToken);
            }
            catch (IOException) when (!_reader.Pending.IsEmpty)
            {
                // A script that leaves without having read everything breaks the connection; its last words were whole.
                if (await EndMessageAsync(Moment.End, cancellationToken) is { } last) { return last; }

                throw;
            }

            SessionEnd? end = read.Buffer.IsEmpty
                ? await TakeTimeAsync(cancellationToken)
                : await TakeBytesAsync(read.Buffer, cancellationToken);

            if (end is null && read.IsCompleted)
            {
                end = await EndMessageAsync(Moment.End, cancellationToken) ?? SessionEnd.PeerLeft;
            }

            input.AdvanceTo(end is SessionEnd.SpokeTls ? read.Buffer.Start : read.Buffer.End);
            if (end is { } over) { return over; }

            wake.Change(UntilNextLook(), Timeout.InfiniteTimeSpan);
        }
    }

    private async ValueTask<SessionEnd?> TakeBytesAsync(ReadOnlySequence<byte> arrived, CancellationToken cancellationToken)
    {
        if (!_hasBytes && isExpectingStrangers && arrived.FirstSpan[0] == TlsHandshake)
        {
            return SessionEnd.SpokeTls;
        }

        _hasBytes = true;
        _awaitsSilence = true;
        if (await TakeAsync(Moment.Bytes, arrived, cancellationToken) is { } end) { return end; }

        _lastByte = time.GetTimestamp();   // while its messages were stored nobody listened: that is not its silence
        if (!_reader.HasOverflowed) { return null; }

        logger.LineTooLong(remote, DialectReader.MaxLineBytes);
        return SessionEnd.ProtocolBroken;
    }

    private async ValueTask<SessionEnd?> TakeTimeAsync(CancellationToken cancellationToken)
    {
        if (_awaitsSilence && time.GetElapsedTime(_lastByte) >= Patience)
        {
            _awaitsSilence = false;
            return await EndMessageAsync(Moment.Silence, cancellationToken);
        }

        if (_lineStart is not { } start || time.GetElapsedTime(start) < LineLimit) { return null; }

        logger.LineTooSlow(remote, LineLimit);
        return SessionEnd.ProtocolBroken;
    }

    /// <summary>Takes a message that ends otherwise than by a newline, unless it may still become an HTTP request.</summary>
    private ValueTask<SessionEnd?> EndMessageAsync(Moment moment, CancellationToken cancellationToken)
    {
        HttpVerdict verdict = isExpectingStrangers && !_hasMessage
            ? HttpRequest.Inspect(new ReadOnlySequence<byte>(_reader.Pending))
            : HttpVerdict.No;
        if (verdict is HttpVerdict.Maybe && moment is Moment.Silence) { return ValueTask.FromResult<SessionEnd?>(null); }
        if (verdict is HttpVerdict.No) { return TakeAsync(moment, default, cancellationToken); }

        logger.HttpRequestRefused(remote);
        return ValueTask.FromResult<SessionEnd?>(SessionEnd.ProtocolBroken);
    }

    private async ValueTask<SessionEnd?> TakeAsync(Moment moment, ReadOnlySequence<byte> arrived, CancellationToken cancellationToken)
    {
        while (TryNext(moment, ref arrived, out PlainMessage message))
        {
            if (isExpectingStrangers && !_hasMessage && HttpRequest.IsRequestLine(message.Text))
            {
                logger.HttpRequestRefused(remote);
                return SessionEnd.ProtocolBroken;
            }

            _hasMessage = true;
            if (!message.Continues) { _lineStart = null; }
            if (await hear(message, cancellationToken) is { } end) { return end; }
        }

        // What a silence that ends messages has left is the beginning of a character, or a last é in Latin-1: no line that must be finished.
        bool hasLine = !_reader.Pending.IsEmpty && !(moment is Moment.Silence && _reader.EndsBySilence);
        _lineStart = hasLine ? _lineStart ?? time.GetTimestamp() : null;
        return null;
    }

    private bool TryNext(Moment moment, ref ReadOnlySequence<byte> arrived, out PlainMessage message)
    {
        lock (_gate)
        {
            return moment switch
            {
                Moment.Bytes => _reader.TryRead(ref arrived, out message),
                Moment.Silence => _reader.TryEndBySilence(out message),
                _ => _reader.TryEnd(out message),
            };
        }
    }

    private TimeSpan UntilNextLook()
    {
        if (_lineStart is not { } start) { return Timeout.InfiniteTimeSpan; }

        TimeSpan next = LineLimit - time.GetElapsedTime(start);
        if (_awaitsSilence)
        {
            TimeSpan untilSilence = Patience - time.GetElapsedTime(_lastByte);
            if (untilSilence < next) { next = untilSilence; }
        }

        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }
}
