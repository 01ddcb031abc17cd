namespace ChatPy.Web.Chat;

/// <summary>Whether somebody is at this machine: a page is in sight, and one was touched not long ago. Connected peers hear of every change.</summary>
internal sealed class Attendance(Links links, TimeProvider time) : IAttendance, IDisposable
{
    /// <summary>Who touches nothing for so long is away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly HashSet<object> _inSight = [];
    private ITimer? _idle;
    private long _touched;
    private bool _isPresent;

    /// <summary>Whether somebody is there now.</summary>
    public bool IsPresent => Volatile.Read(ref _isPresent);

    /// <inheritdoc/>
    public void Report(object page, bool isInSight)
    {
        bool changed;
        lock (_gate)
        {
            if (isInSight)
            {
                _inSight.Add(page);
                _touched = time.GetTimestamp();
                _idle ??= time.CreateTimer(_ => Idle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _idle.Change(Patience, Timeout.InfiniteTimeSpan);
            }
            else { _inSight.Remove(page); }

            changed = Become(isInSight || (_isPresent && _inSight.Count > 0));
        }

        if (changed) { Tell(); }
    }

    /// <inheritdoc/>
    public void Dispose() => _idle?.Dispose();

    private void Idle()
    {
        // Somebody may have touched a page while this waited for its turn.
        lock (_gate) { if (time.GetElapsedTime(_touched) < Patience || !Become(false)) { return; } }

        Tell();
    }

    private bool Become(bool isPresent)
    {
        bool changed = isPresent != _isPresent;
        Volatile.Write(ref _isPresent, isPresent);
        return changed;
    }

    private void Tell()
    {
        foreach (ILink link in links.All) { _ = link.PresenceAsync(); }
    }
}
