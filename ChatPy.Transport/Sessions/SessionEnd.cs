namespace ChatPy.Transport.Sessions;

/// <summary>Why a session, secure or plain, is over.</summary>
public enum SessionEnd
{
    /// <summary>The peer said goodbye, or closed its end between two messages.</summary>
    PeerLeft,

    /// <summary>The connection broke, or was silent for longer than <see cref="TransportOptions.DeadAfter"/>.</summary>
    PeerVanished,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolBroken,

    /// <summary>This side ended it.</summary>
    Stopped,

    /// <summary>Another connection with the same peer took its place.</summary>
    Replaced,

    /// <summary>A dialled peer taken for a plain one sent ChatPy's first line late: dial again and speak TLS.</summary>
    SpokeChatPy,

    /// <summary>An accepted peer taken for a plain one, because it was silent, begins TLS after all. The connection is as it left it.</summary>
    SpokeTls,
}
