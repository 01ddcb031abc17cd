using ChatPy.Web.Chat;

namespace ChatPy.Faults.Ledgers;

/// <summary>What one ChatPy promised and showed over all its lives. Kept by the run, out of reach of every fault.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Promise>> _accepted = [];
    private readonly Dictionary<string, int> _judged = [];
    private readonly HashSet<Guid> _ticked = [];
    private readonly Dictionary<Guid, long> _shown = [];

    private int _refused;

    /// <summary>Messages of others that the page showed.</summary>
    public int Shown
    {
        get { lock (_gate) { return _shown.Count; } }
    }

    /// <summary>How often ChatPy said that it could not store a message.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>ChatPy said that it could not store a message.</summary>
    public void NoteRefused() => Interlocked.Increment(ref _refused);

    /// <summary>ChatPy said that the message is on its disk.</summary>
    public void Accepted(string to, Guid id)
    {
        lock (_gate)
        {
            if (!_accepted.TryGetValue(to, out List<Promise>? list)) { _accepted.Add(to, list = []); }
            list.Add(new Promise(id, TimeProvider.System.GetTimestamp()));
        }
    }

    /// <summary>The page showed a message, in this state.</summary>
    public void Seen(Guid id, bool isMine, MessageState state)
    {
        lock (_gate)
        {
            if (!isMine) { _shown.TryAdd(id, TimeProvider.System.GetTimestamp()); }
            else if (state is MessageState.Delivered or MessageState.Read) { _ticked.Add(id); }
        }
    }

    /// <summary>What was accepted for somebody, in the order of acceptance.</summary>
    public IReadOnlyList<Guid> AcceptedFor(string to, Scope scope)
    {
        lock (_gate)
        {
            return !_accepted.TryGetValue(to, out List<Promise>? list) ? []
                : [.. list.Skip(scope == Scope.Everything ? 0 : _judged.GetValueOrDefault(to)).Select(promise => promise.Id)];
        }
    }

    /// <summary>Everything accepted for somebody so far was judged.</summary>
    public void MarkJudged(string to)
    {
        lock (_gate) { _judged[to] = _accepted.TryGetValue(to, out List<Promise>? list) ? list.Count : 0; }
    }

    /// <summary>Whether its two ticks were seen.</summary>
    public bool IsTicked(Guid id)
    {
        lock (_gate) { return _ticked.Contains(id); }
    }

    /// <summary>Whether it was shown to the person it was for.</summary>
    public bool IsShown(Guid id)
    {
        lock (_gate) { return _shown.ContainsKey(id); }
    }

    /// <summary>From "it is on my disk" to "it is on the reader's screen", for the newest messages as far as they have arrived.</summary>
    public IReadOnlyList<TimeSpan> NewestDelaysTo(string to, Ledger reader, int count)
    {
        Promise[] promises;
        lock (_gate) { promises = _accepted.TryGetValue(to, out List<Promise>? list) ? [.. list.TakeLast(count)] : []; }
        lock (reader._gate)
        {
            return [.. promises.Where(promise => reader._shown.ContainsKey(promise.Id)).Select(promise => TimeProvider.System.GetElapsedTime(promise.At, reader._shown[promise.Id]))];
        }
    }

    /// <summary>The run itself took these away from every disk.</summary>
    public void Forget(string to, IReadOnlySet<Guid> gone)
    {
        lock (_gate) { _accepted.GetValueOrDefault(to)?.RemoveAll(promise => gone.Contains(promise.Id)); }
    }

    private readonly record struct Promise(Guid Id, long At);
}
