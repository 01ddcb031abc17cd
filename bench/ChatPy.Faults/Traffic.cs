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
    // No text is ever written twice in a run: what appears twice was doubled.
    private static int s_count;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly Node _from;
    private readonly Node _to;
    private readonly Task _writing;

    public Traffic(Node from, Node to, double perSecond, string padding = "")
    {
        (_from, _to) = (from, to);
        _writing = WriteAsync(TimeSpan.FromSeconds(1 / perSecond), padding);
    }

    /// <summary>Both ways.</summary>
    public static IReadOnlyList<Traffic> Between(Node one, Node other, double perSecond, string padding = "") =>
        [new(one, other, perSecond, padding), new(other, one, perSecond, padding)];

    /// <summary>Begins no new text; the one under way is finished.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
    }

    /// <summary>Ends it at once; what becomes of a text under way is nobody's concern any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _abandon.Dispose();
    }

    private async Task WriteAsync(TimeSpan pause, string padding)
    {
        await Task.Yield();
        long start = TimeProvider.System.GetTimestamp();
        for (int written = 0; !_stop.IsCancellationRequested; written++)
        {
            int number = Interlocked.Increment(ref s_count);
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
            switch (await _from.SendAsync(_to, id, text).WaitAsync(_abandon.Token))
            {
                case SendResult.Stored: return true;
                case SendResult.NotSaved:
                    _from.Ledger.NoteRefused();
                    await Task.Delay(TimeSpan.FromMilliseconds(50), _abandon.Token);
                    break;
                case null: await Task.Delay(TimeSpan.FromMilliseconds(50), _abandon.Token); break;
                case SendResult refused: throw new InvalidOperationException($"{_from.Name} may not write to {_to.Name}: {refused}");
            }
        }
    }
}
