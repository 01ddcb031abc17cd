using System.Collections.Concurrent;
using System.Globalization;
using ChatPy.Faults.Ledgers;

namespace ChatPy.Faults.Nodes;

/// <summary>Histories that are being read, row by row, the newest first.</summary>
internal sealed class Readings
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Reading> _open = [];
    private long _count;

    /// <param name="begin">Asks for rows under the tag it is given; false if nobody listens.</param>
    /// <returns>The rows, the oldest first; nothing if the process died meanwhile or could not.</returns>
    public async Task<IReadOnlyList<Row>?> ReadAsync(Func<string, bool> begin)
    {
        string tag = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var reading = new Reading();
        _open[tag] = reading;
        try
        {
            return begin(tag) && await reading.IsWhole.Task.WaitAsync(s_patience) ? [.. Enumerable.Reverse(reading.Rows)] : null;
        }
        finally { _open.TryRemove(tag, out _); }
    }

    public void Add(string tag, Row row) => _open.GetValueOrDefault(tag)?.Rows.Add(row);

    public void End(string tag, bool isWhole) => _open.GetValueOrDefault(tag)?.IsWhole.TrySetResult(isWhole);

    /// <summary>No row comes any more.</summary>
    public void GiveUp()
    {
        foreach (Reading reading in _open.Values) { reading.IsWhole.TrySetResult(false); }
    }

    private sealed class Reading
    {
        public List<Row> Rows { get; } = [];

        public TaskCompletionSource<bool> IsWhole { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
