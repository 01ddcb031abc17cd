using ChatPy.Web.Chat;

namespace ChatPy.Faults.Ledgers;

/// <summary>What one ChatPy promised and showed over all its lives. Kept by the run, out of reach of every fault.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Guid>> _accepted = [];
    private readonly Dictionary<string, int> _judged = [];
    private readonly HashSet<Guid> _ticked = [];
    private readonly HashSet<Guid> _shown = [];

    /// <summary>Messages of others that the page showed.</summary>
    public int Shown
    {
        get { lock (_gate) { return _shown.Count; } }
    }

    /// <summary>ChatPy said that the message is on its disk.</summary>
    public void Accepted(string to, Guid id)
    {
        lock (_gate)
        {
            if (!_accepted.TryGetValue(to, out List<Guid>? list)) { _accepted.Add(to, list = []); }
            list.Add(id);
        }
    }

    /// <summary>The page showed a message, in this state.</summary>
    public void Seen(Guid id, bool isMine, MessageState state)
    {
        lock (_gate)
        {
            if (!isMine) { _shown.Add(id); }
            else if (state is MessageState.Delivered or MessageState.Read) { _ticked.Add(id); }
        }
    }

    /// <summary>What was accepted for somebody, in the order of acceptance.</summary>
    public IReadOnlyList<Guid> AcceptedFor(string to, Scope scope)
    {
        lock (_gate)
        {
            return !_accepted.TryGetValue(to, out List<Guid>? list) ? []
                : scope == Scope.Everything ? [.. list] : list[_judged.GetValueOrDefault(to)..];
        }
    }

    /// <summary>Everything accepted for somebody so far was judged.</summary>
    public void MarkJudged(string to)
    {
        lock (_gate) { _judged[to] = _accepted.TryGetValue(to, out List<Guid>? list) ? list.Count : 0; }
    }

    /// <summary>Whether its two ticks were seen.</summary>
    public bool IsTicked(Guid id)
    {
        lock (_gate) { return _ticked.Contains(id); }
    }

    /// <summary>Whether it was shown to the person it was for.</summary>
    public bool IsShown(Guid id)
    {
        lock (_gate) { return _shown.Contains(id); }
    }
}
