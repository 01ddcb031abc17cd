using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Transport.Handshake;

/// <summary>How a handshake ended that broke no rule.</summary>
internal enum HandshakeOutcome
{
    Established,

    /// <summary>The other end holds our own key.</summary>
    Self,

    /// <summary>Another peer than the one we dialled for.</summary>
    AnotherPeer,

    /// <summary>The person here has blocked this peer.</summary>
    Blocked,

    /// <summary>The peer said goodbye instead of WELCOME.</summary>
    RefusedByPeer,

    /// <summary>Another connection with this peer is kept: there is a session, only not this one.</summary>
    Duplicate,
}

/// <summary>The end of a handshake: a claim and the peer's HELLO, or the reason there is none.</summary>
internal sealed record HandshakeResult(HandshakeOutcome Outcome, SessionClaim? Claim = null, Hello? Hello = null);
