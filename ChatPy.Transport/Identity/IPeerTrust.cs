using ChatPy.Transport.Connections;

namespace ChatPy.Transport.Identity;

/// <summary>What the wire must know of the decisions people made. Asked from any thread; answers at once.</summary>
public interface IPeerTrust
{
    /// <summary>Whether connections with this peer are refused.</summary>
    bool IsBlocked(PeerId peer);

    /// <summary>Whether a ChatPy peer was ever met at this address: then it is never spoken to in plain text by itself.</summary>
    bool IsKnownAddress(PeerAddress address);

    /// <summary>Whether a ChatPy peer was ever met on this host, whatever its port: then a connection from there that says nothing is more likely a slow or lost ChatPy than a plain peer.</summary>
    bool IsKnownHost(string host);
}
