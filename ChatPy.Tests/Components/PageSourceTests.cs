using System.Text.RegularExpressions;
using ChatPy.Tests.Components.Support;

namespace ChatPy.Tests.Components;

public sealed partial class PageSourceTests
{
    [GeneratedRegex(@"MarkupString|AddMarkupContent|AddMarkup|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function\b")]
    private static partial Regex TextAsMarkup();

    [Fact]
    public void Sources_NothingTurnsTextIntoMarkupOrCode()
    {
        IEnumerable<string> breaches =
            from file in Sources.Of(".cs", ".razor", ".js")
            from found in TextAsMarkup().Matches(File.ReadAllText(file))
            select $"{Path.GetFileName(file)} says {found.Value}";

        Assert.Empty(breaches);
    }

    [GeneratedRegex(@"(?:https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9.-]+\.[a-z]{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex OtherHost();

    [Fact]
    public void Sources_NothingIsFetchedFromAnotherHost()
    {
        IEnumerable<string> breaches =
            from file in Sources.Of(".razor", ".css", ".js", ".svg", ".html")
            from found in OtherHost().Matches(File.ReadAllText(file))
            select $"{Path.GetFileName(file)} names {found.Value}";

        Assert.Empty(breaches);
    }
}
