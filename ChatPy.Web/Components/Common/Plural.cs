using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ChatPy.Web.Components.Common;

internal static class Plural
{
    /// <summary>The words for <paramref name="count"/> things: <c>key_one</c> or <c>key_other</c>. In French 0 is singular.</summary>
    public static string Count(this IStringLocalizer words, string key, int count, params object[] more)
    {
        bool french = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";
        bool one = french ? count is 0 or 1 : count == 1;
        return words[$"{key}_{(one ? "one" : "other")}", [count, .. more]];
    }
}
