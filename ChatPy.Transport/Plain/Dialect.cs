namespace ChatPy.Transport.Plain;

/// <summary>How a plain peer marks the end of a message. docs/protocol.md §5.</summary>
public enum Dialect
{
    /// <summary>Nothing seen yet: read both ways, write with a newline.</summary>
    Unknown,

    /// <summary><c>nc</c>, <c>socat</c> and most scripts: a message ends with a newline, both ways.</summary>
    Lines,

    /// <summary>The coding club's script: <c>send</c> and <c>recv(1024)</c> without a newline; silence ends a message.</summary>
    Chunks,
}
