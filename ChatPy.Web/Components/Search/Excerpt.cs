using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Search;

/// <summary>The part of a text around the first word that was looked for, cut into what is marked and what is not.</summary>
internal static class Excerpt
{
    /// <summary>What fits into two lines of the list.</summary>
    private const int MaxLength = 140;

    /// <summary>What stands before the first marked word.</summary>
    private const int Lead = 40;

    public static IReadOnlyList<(string Text, bool IsMarked)> Of(string text, IReadOnlyList<string> terms)
    {
        text = text.ReplaceLineEndings(" ");
        List<(int Start, int Length)> marks = [.. terms.SelectMany(term => Places(text, term)).OrderBy(place => place.Start)];
        int from = marks.Count > 0 && marks[0].Start > Lead ? BoundaryBefore(text, marks[0].Start - Lead) : 0;
        int to = TextStart.Whole(text, Math.Min(text.Length, from + MaxLength));
        List<(string, bool)> parts = [];
        int at = from;
        foreach ((int start, int length) in marks.Where(mark => mark.Start + mark.Length <= to))
        {
            if (start < at) { continue; }   // two words that mark the same letters
            if (start > at) { parts.Add((text[at..start], false)); }
            parts.Add((text.Substring(start, length), true));
            at = start + length;
        }

        if (at < to) { parts.Add((text[at..to], false)); }
        if (from > 0) { parts.Insert(0, ("…", false)); }
        if (to < text.Length) { parts.Add(("…", false)); }
        return parts;
    }

    // From the beginning of a word, as the index has them.
    private static IEnumerable<(int Start, int Length)> Places(string text, string term)
    {
        for (int from = 0; from < text.Length;)
        {
            int start = text.AsSpan(from).IndexOfLike(term, out int length);
            if (start < 0 || length == 0) { yield break; }
            start += from;
            if (start == 0 || !char.IsLetterOrDigit(text[start - 1])) { yield return (start, length); }
            from = start + length;
        }
    }

    private static int BoundaryBefore(string text, int at)
    {
        int space = text.IndexOf(' ', at, Lead);
        return space < 0 ? TextStart.Whole(text, at) : space + 1;
    }
}
