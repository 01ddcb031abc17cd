using System.Security.Cryptography;
using System.Text;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Components.Support;

/// <summary>People and messages to show.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 14, 0, 0, TimeSpan.Zero);

    public static readonly PeerId Me = Key("me");

    public static PeerId Key(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public static Conversation Direct(string title, params Message[] recent) => new()
    {
        Id = ConversationId.Direct(Me, Key(title)),
        Kind = ConversationKind.Direct,
        GivenName = title,
        Peer = Key(title),
        Address = "10.0.0.2:4242",
        Trust = Trust.Accepted,
        Link = LinkState.Secure,
        Recent = [.. recent],
    };

    public static Conversation Plain(string title, params Message[] recent) => new()
    {
        Id = ConversationId.Plain(title),
        Kind = ConversationKind.Plain,
        GivenName = title,
        Address = "10.0.0.3:51000",
        Trust = Trust.Accepted,
        Link = LinkState.Plain,
        Recent = [.. recent],
    };

    /// <summary>The message that is <paramref name="number"/>th to arrive.</summary>
    public static Message Theirs(long number, string text, DateTimeOffset? at = null) => Written(number, text, false, MessageState.Delivered, at);

    public static Message Mine(long number, string text, MessageState state = MessageState.Queued, DateTimeOffset? at = null) =>
        Written(number, text, true, state, at);

    private static Message Written(long number, string text, bool isMine, MessageState state, DateTimeOffset? at)
    {
        DateTimeOffset writtenAt = at ?? Now.AddMinutes(-60).AddSeconds(number);
        var id = new Guid(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16));
        var order = new EntryOrder(LogClock.At(writtenAt), isMine ? Me : Key("peer"), number);
        return new Message(id, order, number, isMine, text, writtenAt, state);
    }
}
