namespace ChatPy.Web.Chat;

/// <summary>Some at once, and then one each interval: a token bucket, kept as the moment at which it will be full again.</summary>
/// <param name="atOnce">How many.</param>
/// <param name="each">The interval.</param>
/// <param name="time">All time comes from here.</param>
internal sealed class Pace(int atOnce, TimeSpan each, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private TimeSpan _fullAt;

    /// <summary>Takes the next turn, and waits until it has come.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            TimeSpan wait = UntilNext();
            Take();
            return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
        }
    }

    /// <summary>Takes a turn if there is one now.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (UntilNext() > TimeSpan.Zero) { return false; }

            Take();
            return true;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    private TimeSpan UntilNext() => _fullAt + each - (each * atOnce) - Now;

    private void Take() => _fullAt = (_fullAt > Now ? _fullAt : Now) + each;
}
