namespace ChatPy.Web.Chat;

/// <summary>
/// What is on its way to a peer and not acknowledged: at most <see cref="MaxEntries"/> entries and <see cref="MaxBytes"/> of text, but
/// always one entry, whatever its size. docs/protocol.md §4. Not safe for several threads.
/// </summary>
internal sealed class SendWindow
{
    public const int MaxEntries = 256;

    /// <summary>Bytes of UTF-8.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Queue<(long Sequence, int Bytes)> _underWay = [];
    private int _bytes;

    /// <summary>Whether so much is acknowledged that sending more is worth waking up for.</summary>
    public bool IsHalfEmpty => _underWay.Count <= MaxEntries / 2 && _bytes <= MaxBytes / 2;

    /// <summary>Takes in the next entry if there is room.</summary>
    public bool TryAdd(long sequence, int bytes)
    {
        if (_underWay.Count > 0 && (_underWay.Count >= MaxEntries || _bytes + bytes > MaxBytes)) { return false; }

        _underWay.Enqueue((sequence, bytes));
        _bytes += bytes;
        return true;
    }

    /// <summary>All up to <paramref name="sequence"/> have arrived.</summary>
    public void Acknowledge(long sequence)
    {
        while (_underWay.TryPeek(out (long Sequence, int Bytes) oldest) && oldest.Sequence <= sequence)
        {
            _bytes -= oldest.Bytes;
            _underWay.Dequeue();
        }
    }

    /// <summary>Nothing is under way any more.</summary>
    public void Clear()
    {
        _underWay.Clear();
        _bytes = 0;
    }
}
