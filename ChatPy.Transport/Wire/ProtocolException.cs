namespace ChatPy.Transport.Wire;

/// <summary>Which rule of docs/protocol.md a peer broke.</summary>
public enum ProtocolError
{
    /// <summary>The declared length of a frame is above the limit.</summary>
    FrameTooLarge,

    /// <summary>The stream ended in the middle of a frame.</summary>
    TruncatedFrame,

    /// <summary>The payload of a frame is not an <see cref="Envelope"/>.</summary>
    MalformedEnvelope,

    /// <summary>An envelope came where it is not allowed: a second HELLO, or content before WELCOME.</summary>
    UnexpectedEnvelope,

    /// <summary>A field has a value outside its range: an id of the wrong length, a clock past the year 9999.</summary>
    InvalidField,

    /// <summary>An entry or an acknowledgement is ahead of what was sent.</summary>
    SequenceGap,
}

/// <summary>A peer broke the protocol. Fatal to its session, never to the process.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Names the broken rule.</summary>
    /// <param name="error">Which rule.</param>
    /// <param name="message">What was seen and what is allowed; never the content of a message.</param>
    /// <param name="inner">What the decoder said, if one did.</param>
    public ProtocolException(ProtocolError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>Which rule of docs/protocol.md was broken.</summary>
    public ProtocolError Error { get; }
}
