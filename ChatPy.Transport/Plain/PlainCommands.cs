using System.Text.RegularExpressions;

namespace ChatPy.Transport.Plain;

/// <summary>What a command does: an answer on the connection, and perhaps more.</summary>
/// <param name="Text">For the person who typed the command.</param>
/// <param name="Nickname">The name the person took.</param>
/// <param name="Leaves">The person leaves.</param>
internal sealed record PlainAnswer(string Text, string? Nickname = null, bool Leaves = false);

/// <summary>The commands of a person at <c>nc</c>. A path such as <c>/home/x</c> is no command, and <c>//</c> begins a message with a slash.</summary>
internal static partial class PlainCommands
{
    private const string Help =
        "/help       this text\n" +
        "/nick NAME  take a name\n" +
        "/who        who is here\n" +
        "/quit       leave (exit does the same)\n" +
        "Anything else is a message. Begin with // to send a message that starts with a slash.";

    /// <summary>The answer to a command, or null where <paramref name="text"/> is a message.</summary>
    /// <param name="text">One whole message.</param>
    /// <param name="nickname">The name its author took, if any.</param>
    /// <param name="room">Where it was said.</param>
    public static PlainAnswer? Answer(string text, string? nickname, IPlainRoom room)
    {
        if (Command().Match(text) is not { Success: true } command) { return null; }

        string name = command.Groups["name"].Value.ToLowerInvariant();
        string rest = command.Groups["rest"].Value;
        return name switch
        {
            "help" => new PlainAnswer(Help),
            "nick" => TakeName(PlainNickname.Clean(rest), nickname, room),
            "who" => new PlainAnswer($"Here: {string.Join(", ", room.Names)}"),
            "quit" => new PlainAnswer("Bye.", Leaves: true),
            _ => new PlainAnswer($"No command /{name}. /help lists them; // begins a message with a slash."),
        };
    }

    /// <summary>The message meant by one that is no command.</summary>
    public static string Unescape(string text) => text.StartsWith("//", StringComparison.Ordinal) ? text[1..] : text;

    private static PlainAnswer TakeName(string name, string? current, IPlainRoom room)
    {
        if (!PlainNickname.Fits(name)) { return new PlainAnswer($"/nick NAME, 1 to {PlainNickname.MaxLength} characters."); }

        bool isOwn = current is not null && PlainNickname.ReadsLike(name, current);
        return !isOwn && PlainNickname.IsTaken(name, room)
            ? new PlainAnswer($"The name {name} is taken.")
            : new PlainAnswer($"You are {name} now.", Nickname: name);
    }

    [GeneratedRegex(@"^/(?<name>[A-Za-z]{1,16})(?:[ \t]+(?<rest>[^\n]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
