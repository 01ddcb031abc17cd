using System.Globalization;
using ChatPy.Faults.Nodes;
using ChatPy.Web.Chat;

namespace ChatPy.Faults;

/// <summary>
/// A person who writes at a steady rate and, as the composer does, keeps each text until ChatPy has said that it is on disk: a text whose
/// fate is unknown is sent again under the same id.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Node _from;
    private readonly Node _to;
    private readonly Task _writing;
    private int _count;

    public Traffic(Node from, Node to, double perSecond, int startAt = 0, string padding = "")
    {
        (_from, _to, _count) = (from, to, startAt);
        _writing = WriteAsync(TimeSpan.FromSeconds(1 / perSecond), padding);
    }

    /// <summary>How many texts were begun.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Both ways.</summary>
    public static IReadOnlyList<Traffic> Between(Node one, Node other, double perSecond) => [new(one, other, perSecond), new(other, one, perSecond)];

    /// <summary>Begins no new text; the one under way is finished.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WriteAsync(TimeSpan pause, string padding)
    {
        await Task.Yield();
        long start = TimeProvider.System.GetTimestamp();
        for (int written = 0; !_stop.IsCancellationRequested; written++)
        {
            int number = Interlocked.Increment(ref _count);
            var id = Guid.CreateVersion7();
            string text = string.Create(CultureInfo.InvariantCulture, $"{_from.Name} to {_to.Name} {number}{padding}");
            if (await SendUntilAcceptedAsync(id, text)) { _from.Ledger.Accepted(_to.Name, id); }

            // After an interruption at the old rate, not in a burst.
            TimeSpan due = pause * (written + 1) - TimeProvider.System.GetElapsedTime(start);
            if (due < TimeSpan.FromSeconds(-1)) { (start, written) = (TimeProvider.System.GetTimestamp(), 0); }
            if (due > TimeSpan.Zero) { await Task.Delay(due, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
        }
    }

    // Also when stopped: a text of unknown fate could be in the history or not, and nothing could be said about it.
    private async Task<bool> SendUntilAcceptedAsync(Guid id, string text)
    {
        while (true)
        {
            switch (await _from.SendAsync(_to, id, text))
            {
                case SendResult.Stored: return true;
                case null or SendResult.NotSaved: await Task.Delay(TimeSpan.FromMilliseconds(50)); break;
                case SendResult refused: throw new InvalidOperationException($"{_from.Name} may not write to {_to.Name}: {refused}");
            }
        }
    }
}
