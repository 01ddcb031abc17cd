namespace ChatPy.Transport.Plain;

/// <summary>What a plain peer may ask about the chat it has joined. Asked on the session's own thread.</summary>
public interface IPlainRoom
{
    /// <summary>The name of the person whose process this is. Nobody else may take it.</summary>
    string OwnNickname { get; }

    /// <summary>Everybody who is here, by name: the answer to <c>/who</c>. Whether it names those who merely listen is up to the room.</summary>
    IReadOnlyCollection<string> Names { get; }
}
