using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ChatPy.Web.Hosting;

/// <summary>Refuses an open page too many, so that a flood of them cannot eat the memory. SAFETY.md W5.</summary>
/// <remarks>Pages that have lost their connection are limited by <see cref="Microsoft.AspNetCore.Components.Server.CircuitOptions"/>.</remarks>
internal sealed class CircuitLimit(CircuitCount count) : CircuitHandler
{
    private const int MaxConnected = 16;

    private bool _isCounted;

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _isCounted = count.TryAdd(MaxConnected);
        return _isCounted
            ? Task.CompletedTask
            : throw new InvalidOperationException($"{MaxConnected} pages are open already: close one and load this one again.");
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_isCounted) { count.Remove(); }
        _isCounted = false;
        return Task.CompletedTask;
    }
}

/// <summary>How many pages are connected; one for the process.</summary>
internal sealed class CircuitCount
{
    private int _count;

    public bool TryAdd(int limit)
    {
        if (Interlocked.Increment(ref _count) <= limit) { return true; }

        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Remove() => Interlocked.Decrement(ref _count);
}
