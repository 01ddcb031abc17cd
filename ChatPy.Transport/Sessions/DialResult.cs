using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;

namespace ChatPy.Transport.Sessions;

/// <summary>What a dial led to: a ChatPy peer, a plain one, or nothing and why.</summary>
/// <param name="Peer">The ChatPy peer a session was begun with, or exists with already; or the one that answered and is blocked.</param>
/// <param name="Plain">The session with a plain peer.</param>
/// <param name="Failure">Why there is neither.</param>
public sealed record DialResult(PeerId? Peer = null, PlainSession? Plain = null, DialFailure? Failure = null);
