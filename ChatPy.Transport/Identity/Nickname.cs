using System.Globalization;
using System.Text;

namespace ChatPy.Transport.Identity;

/// <summary>What a peer calls itself: a courtesy, never an identity.</summary>
public static class Nickname
{
    /// <summary>The longest nickname kept, in graphemes (what people count as characters).</summary>
    public const int MaxLength = 32;

    // A grapheme may carry any number of marks; this many bytes are enough for 32 family emoji and too few to flood a page.
    private const int MaxBytes = 32 * 32;

    /// <summary>
    /// <paramref name="name"/> fit to be shown: composed (NFC), on one line, without control, format and bidi characters, at most
    /// <see cref="MaxLength"/> graphemes. Empty if nothing is left.
    /// </summary>
    public static string Clean(string? name)
    {
        var kept = new StringBuilder();
        int bytes = 0;
        foreach (Rune rune in (name ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (kept.Length > 0 && kept[^1] != ' ') { kept.Append(' '); }
                continue;
            }

            if (!IsShown(rune)) { continue; }
            if ((bytes += rune.Utf8SequenceLength) > MaxBytes) { break; }
            kept.Append(rune);
        }

        string clean = kept.ToString().Normalize(NormalizationForm.FormC);
        var graphemes = new StringInfo(clean);
        return (graphemes.LengthInTextElements > MaxLength ? graphemes.SubstringByTextElements(0, MaxLength) : clean).Trim();
    }

    // The zero-width joiner (a format character) holds emoji together; alone it shows nothing, but it hides nothing either.
    private static bool IsShown(Rune rune) => rune.Value == 0x200D || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
