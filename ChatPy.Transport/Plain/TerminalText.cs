using System.Text.RegularExpressions;

namespace ChatPy.Transport.Plain;

/// <summary>
/// Text that does nothing to a terminal: without control characters (tab and newline stay) and without escape sequences. What plain
/// peers send and what is sent to them both pass here, so nobody can repaint another's screen. ECMA-48.
/// </summary>
internal static partial class TerminalText
{
    /// <summary>Drops control characters, whole escape sequences, and the byte order mark that some systems put in front.</summary>
    public static string Clean(string text) => Dangerous().Replace(text, "");

    // A string (window title, clipboard…) with no end loses its introducer only: what a person wrote does not vanish.
    [GeneratedRegex("""
        (?: \x1B\[ | \x9B ) [0-?]* [\x20-/]* [@-~]                                                        # colours, cursor
        | (?: \x1B[\]PX^_] | [\x90\x98\x9D-\x9F] ) [^\x07\n\x18\x1A\x1B\x9C]* (?: \x07 | \x1B\\ | \x9C )  # titles, clipboard
        | \x1B [\x20-/]* [0-~]                                                                            # all other escapes
        | [\x00-\x08\x0B-\x1F\x7F-\x9F\uFEFF]
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Dangerous();
}
