using System.Globalization;

namespace ChatPy.Web.Chat;

/// <summary>Texts as people look for them: whatever their case and accents.</summary>
internal static class LooseText
{
    private const CompareOptions Loose = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    private static CompareInfo Compare => CultureInfo.InvariantCulture.CompareInfo;

    public static bool IsLike(this string text, string other) => Compare.Compare(text, other, Loose) == 0;

    /// <summary>Where <paramref name="part"/> begins in <paramref name="text"/>, and how many characters it is there; -1 if nowhere.</summary>
    public static int IndexOfLike(this ReadOnlySpan<char> text, string part, out int length) => Compare.IndexOf(text, part, Loose, out length);
}
