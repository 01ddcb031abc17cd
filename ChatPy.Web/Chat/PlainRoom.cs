using ChatPy.Transport.Plain;

namespace ChatPy.Web.Chat;

/// <summary>What a plain peer may know: with whom it speaks. Who else is connected here is nobody else's business.</summary>
internal sealed class PlainRoom(ChatStore chat) : IPlainRoom
{
    /// <inheritdoc/>
    public string OwnNickname => chat.Current.Self.Nickname;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [OwnNickname];
}
