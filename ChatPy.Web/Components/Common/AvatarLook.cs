using System.Globalization;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Common;

/// <summary>The face of someone: initials of the name, colour of the key, so that a name taken by another key looks different.</summary>
public readonly record struct AvatarLook(string Initials, int Hue)
{
    /// <summary>How many colours app.css has, each dark enough for white letters.</summary>
    public const int Hues = 10;

    public static AvatarLook Of(Conversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return conversation.Peer is { } peer
            ? Of(conversation.Title, peer)
            : new AvatarLook(InitialsOf(conversation.Title), Convert.ToInt32(conversation.Id.Value[..2], 16) % Hues);
    }

    public static AvatarLook Of(string name, PeerId peer) => new(InitialsOf(name), peer.ToByteArray()[0] % Hues);

    /// <summary>The first letters of the first and the last word; nothing for what has none, an address for one.</summary>
    private static string InitialsOf(string name)
    {
        string[] words = [.. name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetter(word, 0))];
        return words switch
        {
            [] => "",
            [var only] => First(only),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    private static string First(string word) => StringInfo.GetNextTextElement(word).ToUpper(CultureInfo.CurrentCulture);
}
