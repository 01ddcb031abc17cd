namespace ChatPy.Transport.Discovery;

/// <summary>What was heard from the local network.</summary>
/// <param name="Peer">Who says it; with port 0 when it leaves.</param>
/// <param name="Asks">It wants to hear who else is here.</param>
public sealed record HeardAnnouncement(NearbyPeer Peer, bool Asks)
{
    /// <summary>It can no longer be reached there.</summary>
    public bool IsLeaving => Peer.Address.Port == 0;
}
