namespace ChatPy.Transport.Connections;

/// <summary>Why a dial led to no session.</summary>
public enum DialFailure
{
    /// <summary>The machine answers, and nothing listens on that port.</summary>
    Refused,

    /// <summary>No answer within <see cref="TransportOptions.ConnectTimeout"/>.</summary>
    Timeout,

    /// <summary>There is no way to that address from here.</summary>
    Unreachable,

    /// <summary>The host name is not known.</summary>
    UnknownName,

    /// <summary>No single machine has that address, or none that chats: nothing was sent.</summary>
    Invalid,

    /// <summary>The other end holds our own key, or is our own page.</summary>
    Self,

    /// <summary>The other end closed the connection before a session began: it is full, or refuses us.</summary>
    Busy,

    /// <summary>This side has blocked the peer that answered.</summary>
    Blocked,

    /// <summary>Another peer than the one expected answered: its address has changed hands.</summary>
    AnotherPeer,

    /// <summary>An address known as ChatPy answered like a plain peer; nothing was sent to it.</summary>
    NotChatPy,

    /// <summary>The handshake failed: not our protocol, or a version we do not share.</summary>
    Protocol,
}
