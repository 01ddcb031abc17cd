using ChatPy.Transport.Identity;

namespace ChatPy.Transport.Sessions;

/// <summary>
/// Keeps one session with each peer. Of two machines the one with the lower PeerId decides which connection stays, so that both end
/// with the same one: dialled at the same time, its own; otherwise the newer, for a peer only dials when it has lost the older.
/// docs/protocol.md §2.3.
/// </summary>
internal sealed class SessionRegistry(PeerId own, TimeProvider time)
{
    /// <summary>
    /// Two dials that met within this time were made at the same time. Later the peer has most likely lost the connection, by a new address
    /// say, and must not wait; if not, the newer one takes its place on both sides, and nothing is lost.
    /// </summary>
    public static readonly TimeSpan Simultaneous = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerId, SessionClaim> _claims = [];

    /// <summary>The peers that hold a claim.</summary>
    public bool IsClaimed(PeerId peer)
    {
        lock (_gate) { return _claims.ContainsKey(peer); }
    }

    /// <summary>Asks for the place when HELLO has come. Nothing if the other connection with this peer is to be kept.</summary>
    public SessionClaim? TryClaim(PeerId peer, bool dialledByUs)
    {
        var claim = new SessionClaim(this, peer, dialledByUs, time.GetTimestamp());
        if (own > peer) { return claim; }   // the peer decides; its WELCOME says that this one is kept

        lock (_gate)
        {
            if (!dialledByUs
                && _claims.TryGetValue(peer, out SessionClaim? held)
                && held is { DialledByUs: true, IsGivenUp: false }
                && time.GetElapsedTime(held.MadeAt) < Simultaneous)
            {
                return null;
            }

            Install(claim);
        }

        return claim;
    }

    /// <summary>WELCOME has come: the place is taken, and a session that held it is told to end.</summary>
    public void Confirm(SessionClaim claim)
    {
        lock (_gate)
        {
            if (_claims.GetValueOrDefault(claim.Peer) != claim && !claim.IsReplaced) { Install(claim); }
        }
    }

    internal void Release(SessionClaim claim)
    {
        lock (_gate)
        {
            if (_claims.GetValueOrDefault(claim.Peer) == claim) { _claims.Remove(claim.Peer); }
        }
    }

    private void Install(SessionClaim claim)
    {
        if (_claims.TryGetValue(claim.Peer, out SessionClaim? held))
        {
            claim.Predecessor = held.Over;
            held.Replace();
        }

        _claims[claim.Peer] = claim;
    }
}

/// <summary>The place of one connection as the session with its peer. Dispose it when the session is over.</summary>
internal sealed class SessionClaim(SessionRegistry registry, PeerId peer, bool dialledByUs, long madeAt) : IDisposable
{
    private readonly CancellationTokenSource _replaced = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PeerId Peer => peer;

    public bool DialledByUs => dialledByUs;

    public long MadeAt => madeAt;

    /// <summary>Another connection has taken the place.</summary>
    public CancellationToken Replaced => _replaced.Token;

    public bool IsReplaced => _replaced.IsCancellationRequested;

    /// <summary>Completes when the session that held the place before is over: two never speak for one peer.</summary>
    public Task Predecessor { get; set; } = Task.CompletedTask;

    /// <summary>Completes when this one is over.</summary>
    public Task Over => _over.Task;

    // The callbacks close connections: never under the registry's lock.
    public void Replace() => _ = _replaced.CancelAsync();

    /// <summary>Nothing comes of it any more.</summary>
    public bool IsGivenUp { get; private set; }

    public void Dispose()
    {
        IsGivenUp = true;
        _ = ReleaseAsync();
    }

    // A handshake may fail while the session that it was to replace still ends: whoever comes next must wait for that, too.
    private async Task ReleaseAsync()
    {
        await Predecessor;
        registry.Release(this);
        _over.TrySetResult();
    }
}
