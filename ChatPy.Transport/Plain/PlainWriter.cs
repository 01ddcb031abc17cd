using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;

namespace ChatPy.Transport.Plain;

/// <summary>
/// Writes messages to a plain peer in its dialect, one after the other. To a peer that reads <c>recv(1024)</c> each piece goes alone,
/// with a pause between two, so that each <c>recv</c> gets one.
/// </summary>
internal sealed class PlainWriter(PipeWriter output, Func<Dialect> dialect, TimeSpan pause, TimeProvider time)
{
    /// <summary>What fits the <c>recv(1024)</c> of the club's script, with some room.</summary>
    public const int MaxChunkBytes = 1000;

    /// <summary>A peer that takes nothing for this long is gone.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    // A message has at most 16 KiB: 1 MiB waits at most, then the senders do.
    private readonly Channel<Outgoing> _queue = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(64) { SingleReader = true });
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _lastWrite;

    /// <summary>Waits its turn and writes.</summary>
    /// <param name="text">Inner newlines are kept, control characters and escape sequences are not.</param>
    /// <param name="cancellationToken">Gives up a message whose turn has not come.</param>
    /// <exception cref="IOException">The connection is gone, or this side has said goodbye.</exception>
    public async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        var outgoing = new Outgoing(TerminalText.Clean(text).TrimEnd('\n'), cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(outgoing, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw Gone(closed);
        }

        await outgoing.Written.Task;
    }

    /// <summary>Takes no more messages and writes those that wait, and after them the word a script leaves at.</summary>
    public Task FinishAsync()
    {
        // A full queue has no room for a goodbye; closing says it too.
        if (dialect() is Dialect.Chunks) { _queue.Writer.TryWrite(new Outgoing(PlainSession.Goodbye, CancellationToken.None)); }

        _queue.Writer.TryComplete();
        return _over.Task;
    }

    /// <summary>Writes until <see cref="FinishAsync"/> and all is written.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="TimeoutException">The peer has stopped reading.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await foreach (Outgoing outgoing in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                if (outgoing.GivenUp.IsCancellationRequested)
                {
                    outgoing.Written.TrySetCanceled(outgoing.GivenUp);
                    continue;
                }

                try
                {
                    await WriteAsync(outgoing.Text, cancellationToken);
                    outgoing.Written.TrySetResult();
                }
                catch (Exception unwritten)
                {
                    outgoing.Written.TrySetException(Gone(unwritten));
                    throw;
                }
            }
        }
        catch (Exception broken)
        {
            failure = broken;
            throw;
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out Outgoing? unwritten)) { unwritten.Written.TrySetException(Gone(failure)); }
            _over.TrySetResult();
        }
    }

    private static IOException Gone(Exception? cause) => new("The connection with the plain peer is gone.", cause);

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0) { return; }

        if (dialect() is not Dialect.Chunks)
        {
            await WriteAsync(Encoding.UTF8.GetBytes(text + '\n'), cancellationToken);
            return;
        }

        ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            int piece = Utf8.CutWithin(rest.Span, MaxChunkBytes);
            await PauseAsync(cancellationToken);
            await WriteAsync(rest[..piece], cancellationToken);
            rest = rest[piece..];
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        while (_lastWrite is { } last && pause - time.GetElapsedTime(last) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(StallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            FlushResult flushed = await output.WriteAsync(bytes, either.Token);
            if (flushed.IsCompleted) { throw new IOException("The peer has closed the connection."); }
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested)
        {
            throw new TimeoutException($"The peer has read nothing for {StallLimit}.");
        }

        _lastWrite = time.GetTimestamp();
    }

    private sealed record Outgoing(string Text, CancellationToken GivenUp)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
