using System.Globalization;
using ChatPy.Web.Resources;
using Microsoft.Extensions.Localization;

namespace ChatPy.Web.Echo;

/// <summary>What the echo says, in each language.</summary>
internal sealed class EchoTalk(IStringLocalizer<Words> words)
{
    private const int Answers = 4;
    private const int MaxRepeatedLetters = 200;

    /// <summary>The languages that it speaks.</summary>
    public static readonly IReadOnlyList<CultureInfo> Languages = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("fr")];

    /// <summary>What it is called in the list.</summary>
    public string Name(CultureInfo language) => In(language, () => words["Echo_Name"]);

    /// <summary>The first thing that it says.</summary>
    public string Greeting(CultureInfo language) => In(language, () => words["Echo_Greeting"]);

    /// <summary>The answer to the line of that number, from 0.</summary>
    public string Answer(CultureInfo language, int number, string line)
    {
        var letters = new StringInfo(line.Trim());
        string heard = letters.LengthInTextElements <= MaxRepeatedLetters ? letters.String : letters.SubstringByTextElements(0, MaxRepeatedLetters) + "…";
        return In(language, () => words[$"Echo_Answer{number % Answers}", heard]);
    }

    private static string In(CultureInfo language, Func<string> say)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language;
        try { return say(); }
        finally { CultureInfo.CurrentUICulture = before; }
    }
}
