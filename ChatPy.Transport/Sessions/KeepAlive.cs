using System.IO.Pipelines;

namespace ChatPy.Transport.Sessions;

/// <summary>
/// Finds a peer that is gone without a word: a ping after <see cref="TransportOptions.PingAfter"/> of silence, dead after
/// <see cref="TransportOptions.DeadAfter"/>; one that does not read: dead after <see cref="TransportOptions.StalledAfter"/>; and one that
/// does not finish a frame: dead after <see cref="TransportOptions.FrameTimeout"/>.
/// </summary>
internal sealed class KeepAlive(TransportOptions options, TimeProvider time)
{
    private const long NotWaiting = long.MaxValue;

    // Silence only counts while we listen: a session that is busy storing is not the peer's fault.
    private long _listeningSince = NotWaiting;
    private long _writingSince = NotWaiting;
    private long _frameSince = NotWaiting;

    /// <summary>Waits for the peer to send.</summary>
    public async ValueTask<ReadResult> ListenAsync(ValueTask<ReadResult> read)
    {
        Interlocked.Exchange(ref _listeningSince, time.GetTimestamp());
        try { return await read; }
        finally { Interlocked.Exchange(ref _listeningSince, NotWaiting); }
    }

    /// <summary>A part of a frame is there, the rest of it is waited for: the first time that is said of it counts.</summary>
    public void BeginFrame() => Interlocked.CompareExchange(ref _frameSince, time.GetTimestamp(), NotWaiting);

    /// <summary>A frame is whole.</summary>
    public void EndFrame() => Interlocked.Exchange(ref _frameSince, NotWaiting);

    /// <summary>Waits for the peer to take what was written.</summary>
    public async ValueTask<FlushResult> WriteAsync(ValueTask<FlushResult> flush)
    {
        Interlocked.Exchange(ref _writingSince, time.GetTimestamp());
        try { return await flush; }
        finally { Interlocked.Exchange(ref _writingSince, NotWaiting); }
    }

    /// <summary>Calls <paramref name="ping"/> after each period of silence.</summary>
    /// <exception cref="TimeoutException">The peer has been silent, has not read, or has not finished a frame, for too long.</exception>
    public async Task WatchAsync(Action ping, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (long Since, TimeSpan At) pinged = default;   // in which silence, and how long it was then
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            Look();
            await over.Task.WaitAsync(cancellationToken);
        }
        finally { await timer.DisposeAsync(); }

        void Look()
        {
            TimeSpan silence = Since(ref _listeningSince), stall = Since(ref _writingSince), frame = Since(ref _frameSince);
            if (silence >= options.DeadAfter) { over.TrySetException(new TimeoutException($"nothing heard for {silence.TotalSeconds:F0} s.")); }
            else if (stall >= options.StalledAfter) { over.TrySetException(new TimeoutException($"it has not read for {stall.TotalSeconds:F0} s.")); }
            else if (frame >= options.FrameTimeout) { over.TrySetException(new TimeoutException($"it has not finished a frame for {frame.TotalSeconds:F0} s.")); }

            long since = Interlocked.Read(ref _listeningSince);
            if (since != pinged.Since) { pinged = (since, TimeSpan.Zero); }
            if (silence - pinged.At >= options.PingAfter)
            {
                ping();
                pinged.At = silence;
            }

            TimeSpan next = Min(Min(pinged.At + options.PingAfter, options.DeadAfter) - silence, Min(options.StalledAfter - stall, options.FrameTimeout - frame));
            if (next > TimeSpan.Zero) { timer!.Change(next, Timeout.InfiniteTimeSpan); }
        }
    }

    private TimeSpan Since(ref long since) => Interlocked.Read(ref since) is var start and not NotWaiting ? time.GetElapsedTime(start) : TimeSpan.Zero;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
