namespace ChatPy.Web.Chat;

/// <summary>Texts that are longer than what they are shown in.</summary>
internal static class TextStart
{
    /// <summary>As much as <paramref name="letters"/> allow, with <paramref name="end"/> behind it if that is not all. Never cuts a pair in two.</summary>
    public static string Start(this string text, int letters, string end = "") =>
        text.Length <= letters ? text : text[..Whole(text, letters)] + end;

    /// <summary><paramref name="place"/>, or the one before it where that is the middle of a pair.</summary>
    public static int Whole(string text, int place) => place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? place - 1 : place;
}
