using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;

namespace ChatPy.Transport.Discovery;

/// <summary>Somebody who says that ChatPy runs on the same network. A claim: only a handshake proves who is at <paramref name="Address"/>.</summary>
/// <param name="Id">Who it claims to be.</param>
/// <param name="Nickname">What it calls itself, fit to be shown; may be empty.</param>
/// <param name="Address">Where the claim came from, and the port that it names.</param>
public sealed record NearbyPeer(PeerId Id, string Nickname, PeerAddress Address);
