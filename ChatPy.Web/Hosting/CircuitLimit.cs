using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ChatPy.Web.Hosting;

/// <summary>Refuses an open page too many, so that a flood of them cannot eat the memory.</summary>
internal sealed class CircuitLimit(CircuitCount count) : CircuitHandler
{
    /// <summary>Open pages, and those that lost their connection and may come back.</summary>
    private const int MaxCircuits = 16;

    private bool _isCounted;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _isCounted = count.TryAdd(MaxCircuits);
        return _isCounted
            ? Task.CompletedTask
            : throw new InvalidOperationException($"{MaxCircuits} pages are open already: close one and load this one again.");
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_isCounted) { count.Remove(); }
        _isCounted = false;
        return Task.CompletedTask;
    }
}

/// <summary>How many circuits live; one for the process.</summary>
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
