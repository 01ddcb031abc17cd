namespace ChatPy.Web.Chat;

/// <summary>
/// What is on its way to a peer and not acknowledged: at most <see cref="MaxEntries"/> entries and <see cref="MaxBytes"/> of text, but
/// always one entry, whatever its size. Once full it stays closed until a quarter of it has arrived: what follows goes in large pieces,
/// not one by one. docs/protocol.md §4. Not safe for several threads.
/// </summary>
internal sealed class SendWindow
{
    public const int MaxEntries = 256;

    /// <summary>Bytes of UTF-8.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Queue<(long Sequence, int Bytes)> _underWay = [];
    private int _bytes;
    private bool _isClosed;

    /// <summary>Takes in the next entry if there is room.</summary>
    public bool TryAdd(long sequence, int bytes)
    {
        _isClosed |= _underWay.Count > 0 && _bytes + bytes > MaxBytes;
        if (_isClosed) { return false; }

        _underWay.Enqueue((sequence, bytes));
        _bytes += bytes;
        _isClosed = _underWay.Count >= MaxEntries || _bytes >= MaxBytes;
        return true;
    }

    /// <summary>All up to <paramref name="sequence"/> have arrived.</summary>
    /// <returns>Whether this has opened a window that was closed.</returns>
    public bool Acknowledge(long sequence)
    {
        while (_underWay.TryPeek(out (long Sequence, int Bytes) oldest) && oldest.Sequence <= sequence)
        {
            _bytes -= oldest.Bytes;
            _underWay.Dequeue();
        }

        bool opens = _isClosed && _underWay.Count <= MaxEntries / 4 * 3 && _bytes <= MaxBytes / 4 * 3;
        _isClosed &= !opens;
        return opens;
    }

    /// <summary>Nothing is under way any more.</summary>
    public void Clear()
    {
        _underWay.Clear();
        _bytes = 0;
        _isClosed = false;
    }
}
