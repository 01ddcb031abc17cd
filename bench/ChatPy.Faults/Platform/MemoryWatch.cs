namespace ChatPy.Faults.Platform;

/// <summary>The most that a process held from now on, against what it holds now.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _over = new();
    private readonly long _before;
    private readonly Task _watching;
    private long _most;

    public MemoryWatch(int process)
    {
        _most = _before = ResourceUse.Of(process).ResidentMegabytes;
        _watching = WatchAsync(process);
    }

    public long GrownMegabytes => Volatile.Read(ref _most) - _before;

    public override string ToString() => $"{_before} MiB before, {Volatile.Read(ref _most)} MiB at most";

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task WatchAsync(int process)
    {
        while (true)
        {
            await Task.Delay(s_interval, _over.Token);
            Volatile.Write(ref _most, Math.Max(_most, ResourceUse.Of(process).ResidentMegabytes));
        }
    }
}
