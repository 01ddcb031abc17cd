using System.Diagnostics;
using Bunit;
using Bunit.Rendering;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Components.Messages;
using ChatPy.Web.Components.Messages.Formatting;

namespace ChatPy.Tests.Components.Messages;

public sealed class CodeBlockTests : PageTest
{
    [Theory]
    [InlineData("```python\nprint(1)\n```", "Python", "print(1)")]
    [InlineData("```py\nprint(1)\n```", "Python", "print(1)")]
    [InlineData("```\nprint(1)\n\n    x\n```", null, "print(1)\n\n    x")]
    [InlineData("```brainfuck\n+[]\n```", "brainfuck", "+[]")]
    [InlineData("~~~c#\nvar x;\n~~~", "C#", "var x;")]
    [InlineData("```python\nprint(1)```", "Python", "print(1)")]
    [InlineData("```python\nprint(1)", "Python", "print(1)")]
    [InlineData("```print(1)\nprint(2)```", null, "print(1)\nprint(2)")]
    [InlineData("```js\n<script>alert(1)</script>\n```", "JavaScript", "<script>alert(1)</script>")]
    public void Fence_BecomesABlockWithItsCode(string text, string? language, string code)
    {
        IRenderedComponent<ContainerFragment> page = Render(MessageText.Of(text));

        Assert.Equal(language, page.Hook("code-block").GetAttribute("data-language"));
        Assert.Equal(code, page.Find("pre").TextContent);
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public void TextAroundAFence_StandsBesideIt()
    {
        IRenderedComponent<ContainerFragment> page = Render(MessageText.Of("look:\n```\nx\n```\nno?"));

        Assert.Equal(["look:", "no?"], page.FindAll("div[dir=auto]").Select(block => block.TextContent));
    }

    [Fact]
    public void ManyLines_AreFoldedUntilAskedFor()
    {
        IRenderedComponent<CodeBlock> page = Show(string.Join('\n', Enumerable.Range(1, 21).Select(line => $"x = {line}")), "python");
        Assert.True(page.Hook("code-block").ClassList.Contains("folded"));
        Assert.Equal("Show all 21 lines", page.Hook("show-all-lines").TextContent.Trim());

        page.Hook("show-all-lines").Click();

        Assert.False(page.Hook("code-block").ClassList.Contains("folded"));
        Assert.Equal("true", page.Hook("show-all-lines").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void TwentyLines_AreNotFolded() => Assert.Empty(Show(string.Join('\n', Enumerable.Repeat("x", 20)), null).Hooks("show-all-lines"));

    [Fact]
    public void Copy_PutsTheCodeOnTheClipboardAndSaysSoForAMoment()
    {
        IRenderedComponent<CodeBlock> page = Show("x = 1\n", "python");

        page.Hook("copy-code").Click();

        page.WaitForAssertion(() => Assert.Equal("Copied", page.Hook("copy-said").TextContent));
        Assert.Equal("x = 1\n", JSInterop.Invocations["navigator.clipboard.writeText"].Single().Arguments[0]);
        Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.Equal("", page.Hook("copy-said").TextContent));
    }

    [Fact]
    public void Copy_Refused_SaysSo()
    {
        JSInterop.SetupVoid("navigator.clipboard.writeText", _ => true).SetException(new Microsoft.JSInterop.JSException("no"));
        IRenderedComponent<CodeBlock> page = Show("x", null);

        page.Hook("copy-code").Click();

        page.WaitForAssertion(() => Assert.Equal("The browser did not allow copying. Select the text and copy it by hand.", page.Hook("copy-said").TextContent));
    }

    [Theory]
    [InlineData("if x:", "if", "hl-keyword")]
    [InlineData("IF = 1", "1", "hl-number")]
    [InlineData("s = 'it\\'s'", "'it\\'s'", "hl-string")]
    [InlineData("\"\"\"two\nlines\"\"\"", "\"\"\"two\nlines\"\"\"", "hl-string")]
    [InlineData("x = f\"{y}\"  # why", "# why", "hl-comment")]
    [InlineData("def hello(name):", "hello", "hl-name")]
    [InlineData("class Point:", "Point", "hl-type")]
    [InlineData("print(1)", "print", "hl-name")]
    [InlineData("x = None", "None", "hl-number")]
    public void Python_IsColoured(string code, string piece, string kind) => Assert.Contains(new CodePiece(piece, kind), Highlighter.Highlight(code, "python"));

    [Theory]
    [InlineData("c#", "public class A { string b = \"c\"; }")]
    [InlineData("html", "<p class=\"a\"><script>let x = 1;</script></p>")]
    [InlineData("sql", "select * from t -- all")]
    [InlineData("css", "p { color: red; }")]
    [InlineData("json", "{ \"a\": [1, true, null] }")]
    [InlineData("php", "<?php echo 'x'; ?>")]
    [InlineData("cpp", "int main() { return 0; }")]
    public void Code_OfEveryLanguage_IsAllThere(string language, string code)
    {
        IReadOnlyList<CodePiece> pieces = Highlighter.Highlight(code, language);

        Assert.Equal(code, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Contains(pieces, piece => piece.Kind is not null);
    }

    [Fact]
    public void LongCode_HasOneColour()
    {
        Assert.Single(Highlighter.Highlight(string.Concat(Enumerable.Repeat("if\n", 400)), "python"));
        Assert.Single(Highlighter.Highlight(string.Concat(Enumerable.Repeat("if ", 6000)), "python"));
    }

    [Fact]
    public void HostileCode_TakesNoLongerThanItMay()
    {
        string[] hostile = ["\"", "'", "/*", "<!--", "<a ", "\\", "(", "@\"", "\"\"\"", "a:", "{", "/", "0x", "<?php "];
        foreach (string language in ColorCode.Languages.All.Select(known => known.Id))
        {
            foreach (string piece in hostile)
            {
                string code = string.Concat(Enumerable.Repeat(piece, Highlighter.MaxLength / piece.Length));
                long start = Stopwatch.GetTimestamp();
                string shown = string.Concat(Highlighter.Highlight(code, language).Select(part => part.Text));
                TimeSpan took = Stopwatch.GetElapsedTime(start);

                Assert.Equal(code, shown);
                Assert.True(took < TimeSpan.FromSeconds(5), $"{language} took {took} for {piece}");   // 0.3 s on a quiet machine
            }
        }
    }

    private IRenderedComponent<CodeBlock> Show(string code, string? language) =>
        Render<CodeBlock>(with => with.Add(block => block.Code, code).Add(block => block.Language, language));
}
