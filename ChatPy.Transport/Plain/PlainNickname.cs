using System.Globalization;
using System.Text;

namespace ChatPy.Transport.Plain;

/// <summary>Which names a plain peer may take. SAFETY: a name that looks like another's lends that person's words.</summary>
internal static class PlainNickname
{
    /// <summary>Characters as people count them.</summary>
    public const int MaxLength = 32;

    // A character as people count them may carry any number of accents; a name may not.
    private const int MaxUnits = 4 * MaxLength;

    private static readonly string[] s_reserved = ["System", "ChatPy"];

    /// <summary>Drops what cannot be seen and makes every run of white space one space.</summary>
    public static string Clean(string name)
    {
        var visible = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) { visible.Append(' '); }
            else if (!IsInvisible(Rune.GetUnicodeCategory(rune))) { visible.Append(rune); }
        }

        return string.Join(' ', visible.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Normalize();
    }

    /// <summary>A cleaned name that is neither empty nor too long.</summary>
    public static bool Fits(string name) =>
        name.Length is > 0 and <= MaxUnits && new StringInfo(name).LengthInTextElements <= MaxLength;

    /// <summary>A cleaned name that is ours, the program's or somebody else's, or reads like it.</summary>
    public static bool IsTaken(string name, IPlainRoom room) =>
        s_reserved.Append(room.OwnNickname).Concat(room.Names).Any(other => ReadsLike(name, other));

    /// <summary>The two names differ in nothing but capitals and look-alike forms (Ｃｈａｔ).</summary>
    public static bool ReadsLike(string name, string other) =>
        string.Equals(Fold(name), Fold(other), StringComparison.OrdinalIgnoreCase);

    private static string Fold(string name) => Clean(name).Normalize(NormalizationForm.FormKC);

    private static bool IsInvisible(UnicodeCategory category) => category
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned;
}
