using System.Reflection;
using System.Text.RegularExpressions;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Components.Common;

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
            where Path.GetFileName(file) != "SvgIcon.cs"   // looked at by the next test
            from found in TextAsMarkup().Matches(File.ReadAllText(file))
            select $"{Path.GetFileName(file)} says {found.Value}";

        Assert.Empty(breaches);
    }

    [Fact]
    public void Icons_AreWrittenInTheSourceAndNobodyMakesOne()
    {
        string source = File.ReadAllText(Sources.Of(".cs").Single(file => Path.GetFileName(file) == "SvgIcon.cs"));

        Assert.Equal(Regex.Count(source, @"= new\(Icons\.Material\.\w+\.\w+\);\n"), Regex.Count(source, @"\bSvgIcon \w+ "));
        Assert.Empty(typeof(SvgIcon).GetConstructors());
        Assert.All(
            typeof(SvgIcon).GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).OfType<MethodBase>()
                .Where(maker => maker.GetParameters().Any(parameter => parameter.ParameterType == typeof(string))),
            maker => Assert.True(maker.IsPrivate, maker.Name));
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
