using System.Diagnostics;
using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Components.Messages.Formatting;

namespace ChatPy.Tests.Components.Messages;

public sealed class NaughtyTextTests : PageTest
{
    // The elements of CodeBlock.razor are among them; its pictures are MudBlazor's.
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["div"] = ["dir"],
        ["em"] = [],
        ["strong"] = [],
        ["s"] = [],
        ["code"] = [],
        ["blockquote"] = ["dir"],
        ["ul"] = ["dir"],
        ["ol"] = ["dir", "class"],
        ["li"] = ["value"],
        ["a"] = ["href", "rel", "target", "title", "data-host"],
        ["figure"] = ["class", "dir", "data-testid", "data-language"],
        ["figcaption"] = ["data-language"],
        ["pre"] = ["tabindex", "role", "aria-label"],
        ["span"] = ["class", "role", "data-testid"],
        ["button"] = ["type", "class", "data-testid", "aria-label", "title", "aria-expanded", "blazor:onclick"],
    };

    [Fact]
    public void Texts_AreManyAndDifferent() => Assert.True(NaughtyTexts.All.Count >= 500, $"{NaughtyTexts.All.Count}");

    [Fact]
    public void EveryText_LeavesNothingButAllowedElementsAndAttributes()
    {
        foreach (string text in NaughtyTexts.All.Append("\0").Append("\uD83D").Append(string.Concat(Enumerable.Repeat("👍", 10_000))))
        {
            IRenderedComponent<ContainerFragment> page = Render(MessageText.Of(text));
            foreach (IElement element in page.Nodes.OfType<IElement>().SelectMany(root => root.QuerySelectorAll("*").Prepend(root)).Where(element => element.Closest("svg") is null))
            {
                Assert.True(s_allowed.TryGetValue(element.LocalName, out string[]? attributes), $"<{element.LocalName}> out of {Short(text)}");
                Assert.All(
                    element.Attributes.Where(attribute => !attribute.Name.StartsWith("b-", StringComparison.Ordinal)),
                    attribute => Assert.True(attributes!.Contains(attribute.Name), $"{attribute.Name} of <{element.LocalName}> out of {Short(text)}"));
                if (element.GetAttribute("href") is { } address) { Assert.Matches("^https?://[^/]", address); }
            }
        }
    }

    [Fact]
    public void EveryText_TakesAMoment()
    {
        Render(MessageText.Of("**warm**"));
        foreach (string text in NaughtyTexts.All)
        {
            long start = Stopwatch.GetTimestamp();
            Web.Components.Messages.Formatting.ChatMarkdown.Parse(text);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (took > TimeSpan.FromMilliseconds(30)) { Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalMilliseconds:F0} ms {Short(text)}"); }
            Assert.True(took < TimeSpan.FromSeconds(2), $"{took} for {Short(text)}");
        }
    }

    [Theory]
    [InlineData("> ")]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("*a ")]
    [InlineData("- ")]
    public void Nesting_WithoutEnd_IsShownAsTyped(string mark)
    {
        string text = string.Concat(Enumerable.Repeat(mark, 10_000));
        IRenderedComponent<ContainerFragment> page = Render(MessageText.Of(text));

        Assert.Empty(page.Nodes.OfType<IElement>());
        Assert.Equal(text, string.Concat(page.Nodes.Select(node => node.TextContent)));
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}… ({text.Length})";
}
