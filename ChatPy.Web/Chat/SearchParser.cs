using System.Globalization;
using System.Text.RegularExpressions;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>
/// Takes apart what a person typed to search: words, "phrases", and <c>from:</c>, <c>before:</c>, <c>after:</c>, <c>has:link</c>, <c>has:code</c>;
/// in French <c>de:</c>, <c>avant:</c>, <c>après:</c>, <c>avec:lien</c>. What looks like a filter and is none is a word.
/// </summary>
internal static partial class SearchParser
{
    /// <param name="text">As typed.</param>
    /// <param name="snapshot">Who is who.</param>
    /// <param name="zone">Whose midnight a date means.</param>
    public static SearchQuery Parse(string text, ChatSnapshot snapshot, TimeZoneInfo zone)
    {
        List<string> terms = [];
        var query = new SearchQuery(terms);
        foreach (Match part in Part().Matches(text))
        {
            (string name, string value) = (part.Groups["name"].Value.ToUpperInvariant(), part.Groups["phrase"].Success ? part.Groups["phrase"].Value : part.Groups["word"].Value);
            SearchQuery? filtered = name switch
            {
                "" => null,
                "FROM" or "DE" => query with { Authors = Authors(value, snapshot) },
                "BEFORE" or "AVANT" when Day(value, zone) is { } day => query with { Before = day },
                "AFTER" or "APRÈS" or "APRES" when Day(value, zone) is { } day => query with { After = day },
                "HAS" or "AVEC" when value.IsLike("link") || value.IsLike("lien") => query with { HasLink = true },
                "HAS" or "AVEC" when value.IsLike("code") => query with { HasCode = true },
                _ => null,
            };
            if (filtered is not null) { query = filtered; } else if (HasWord(part.Value)) { terms.Add(name.Length == 0 ? value : part.Value); }
        }

        return query;
    }

    private static List<PeerId> Authors(string name, ChatSnapshot snapshot)
    {
        List<PeerId> authors = [.. snapshot.Conversations
            .Where(conversation => Contains(conversation.Title, name))
            .Select(conversation => conversation.Peer ?? Conversation.AuthorOf(conversation.Id))];
        if (name.IsLike("me") || name.IsLike("moi") || Contains(snapshot.Self.Nickname, name)) { authors.Add(snapshot.Self.PeerId); }
        return authors;
    }

    private static DateTimeOffset? Day(string value, TimeZoneInfo zone) =>
        (DateOnly.TryParse(value, CultureInfo.CurrentCulture, out DateOnly day) || DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            && day.Year > 1   // its first midnight is east of Greenwich before all time
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), zone.GetUtcOffset(day.ToDateTime(TimeOnly.MinValue)))
            : null;

    private static bool Contains(string text, string part) => part.Length > 0 && text.AsSpan().IndexOfLike(part, out _) >= 0;

    // Signs alone are in no index.
    private static bool HasWord(string text) => text.Any(char.IsLetterOrDigit);

    [GeneratedRegex("""(?:(?<name>\p{L}+):)?(?:"(?<phrase>[^"]+)"?|(?<word>\S+))""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Part();
}
