using System.Globalization;
using ChatPy.Transport.Connections;

namespace ChatPy.Web.Chat;

/// <summary>
/// Which conversation a plain peer belongs to. It has no key, so its address has to do: one we dialled is known by host and port; one that
/// came is known by host and, when several of a host are here at once, by the first place that is free.
/// </summary>
internal static class PlainConversations
{
    /// <summary>The conversation with a server that we dial.</summary>
    public static Conversation Dialled(PeerAddress address) => new()
    {
        Id = ConversationId.Plain($"out {address}"),
        Kind = ConversationKind.Plain,
        GivenName = address.ToString(),
        Address = address.ToString(),
        CanRedial = true,
        Trust = Trust.Accepted,
    };

    /// <summary>The conversation of the n-th program, 1, 2, 3…, that is connected from this host.</summary>
    public static Conversation Came(string host, int place) => new()
    {
        Id = ConversationId.Plain(string.Create(CultureInfo.InvariantCulture, $"in {host} {place}")),
        Kind = ConversationKind.Plain,
        GivenName = place == 1 ? host : string.Create(CultureInfo.InvariantCulture, $"{host} ({place})"),
        Address = host,
    };

    /// <summary>Whether a stored conversation is one of those we dial.</summary>
    public static bool WasDialled(StoredConversation stored) => stored.Address is string address && ConversationId.Plain($"out {address}") == stored.Id;
}
