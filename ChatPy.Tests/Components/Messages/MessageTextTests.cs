using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Components.Messages;
using ChatPy.Web.Components.Messages.Formatting;

namespace ChatPy.Tests.Components.Messages;

public sealed class MessageTextTests : PageTest
{
    [Theory]
    [InlineData("salut")]
    [InlineData("# a comment, no heading")]
    [InlineData("Titre\n=====\nTitre\n-----")]
    [InlineData("---")]
    [InlineData("    four spaces")]
    [InlineData("a\n\n\n\nb")]
    [InlineData("for i in range(3):\n    if i:\n\tprint(i)")]
    [InlineData("2*3*4 = 24, 2**3**4")]
    [InlineData("snake_case_name and __init__ and __str__")]
    [InlineData("def __init__(self, *args, **kwargs):\n    pass")]
    [InlineData("x = a[0] * b[1] * c")]
    [InlineData("[foo]: /bar \"title\"")]
    [InlineData("&lt;b&gt; &amp; &#65; &copy;")]
    [InlineData("<b>bold</b> <img src=x onerror=alert(1)>")]
    [InlineData("<!-- a comment -->")]
    [InlineData("a < b > c")]
    [InlineData("¯\\_(ツ)_/¯")]
    [InlineData(@"C:\_new\.txt and \\server\share")]
    [InlineData("one \\\ntwo `")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |")]
    [InlineData("-5 °C, + 1, 12.5")]
    [InlineData("ftp://10.0.0.1/x mailto:a@b.c <a@b.c>")]
    [InlineData("[x](javascript:alert(1)) and [y](data:text/html,z) and [z](/relative)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("1. 1. 1. 1. 1. 1. 1. 1. 1. 1. so")]
    [InlineData("<")]
    [InlineData("")]
    public void Text_WithoutMeaningfulMarks_IsOneTextNodeAsTyped(string text)
    {
        IRenderedComponent<ContainerFragment> page = Show(text);

        Assert.Empty(page.Nodes.OfType<IElement>());
        Assert.Equal(text, TextOf(page));
        Assert.True(page.Nodes.Length <= 1);
    }

    [Theory]
    [InlineData("*it* and _it_", "<em>it</em> and <em>it</em>")]
    [InlineData("**bo** and ~~gone~~", "<strong>bo</strong> and <s>gone</s>")]
    [InlineData("***both***", "<em><strong>both</strong></em>")]
    [InlineData("`a  b` and `<b>`", "<code>a  b</code> and <code>&lt;b&gt;</code>")]
    [InlineData("*a*\n   b  \nc", "<em>a</em>\n   b\nc")]
    [InlineData("*a*\n\n\nb", "<em>a</em>\n\n\nb")]
    [InlineData(@"\*a\* and **\*b**", "*a* and <strong>*b</strong>")]
    [InlineData("> q\n> r\nanswer", "<blockquote dir=\"auto\">q\nr</blockquote><div dir=\"auto\">answer</div>")]
    [InlineData("> > q", "<blockquote dir=\"auto\"><blockquote dir=\"auto\">q</blockquote></blockquote>")]
    [InlineData("- a\n- b\nafter", "<ul dir=\"auto\"><li>a</li><li>b</li></ul><div dir=\"auto\">after</div>")]
    [InlineData("- a\n  more\n  - b", "<ul dir=\"auto\"><li>a\nmore<ul dir=\"auto\"><li>b</li></ul></li></ul>")]
    [InlineData("3. c\n5. e", "<ol dir=\"auto\"><li value=\"3\">c</li><li value=\"5\">e</li></ol>")]
    [InlineData("1998. la France", "<ol dir=\"auto\" class=\"wide\"><li value=\"1998\">la France</li></ol>")]
    [InlineData("before\n- a", "<div dir=\"auto\">before</div><ul dir=\"auto\"><li>a</li></ul>")]
    public void Marks_AreDrawnAsElements(string text, string markup) => Assert.Equal(markup, Show(text).Markup.Trim());

    [Theory]
    [InlineData("see http://example.com/a?b=1&c=2.", "http://example.com/a?b=1&c=2", "http://example.com/a?b=1&c=2")]
    [InlineData("(https://example.com/x)", "https://example.com/x", "https://example.com/x")]
    [InlineData("« https://example.com/x »", "https://example.com/x", "https://example.com/x")]
    [InlineData("www.example.com", "https://www.example.com/", "www.example.com")]
    [InlineData("http://192.168.1.20:8000/", "http://192.168.1.20:8000/", "http://192.168.1.20:8000/")]
    [InlineData("http://serveur/page", "http://serveur/page", "http://serveur/page")]
    [InlineData("<https://example.com/>", "https://example.com/", "https://example.com/")]
    public void BareAddress_IsALinkThatTellsNobodyWhereItCameFrom(string text, string address, string shown)
    {
        IElement link = Show(text).Find("a");

        Assert.Equal(address, link.GetAttribute("href"));
        Assert.Equal(shown, link.TextContent);
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.False(link.HasAttribute("data-host"));
    }

    [Theory]
    [InlineData("[my bank](http://evil.example/x)", "my bank", "evil.example")]
    [InlineData("[https://good.example](http://evil.example)", "https://good.example", "evil.example")]
    [InlineData("![a picture](http://pictures.example/x.png)", "a picture", "pictures.example")]
    [InlineData("<http://good.example@evil.example/>", "http://good.example@evil.example/", "evil.example")]
    [InlineData("http://аррӏе.com/", "http://аррӏе.com/", "xn--80ak6aa92e.com")]
    public void Link_WhoseTextDoesNotSayWhereItLeads_ShowsTheHost(string text, string shown, string host)
    {
        IElement link = Show(text).Find("a");

        Assert.Equal(shown, link.TextContent);
        Assert.Equal(host, link.GetAttribute("data-host"));
        Assert.Equal(link.GetAttribute("href"), link.GetAttribute("title"));
    }

    [Fact]
    public void Image_IsALinkAndNothingIsFetched() => Assert.Empty(Show("![x](http://pictures.example/x.png)").FindAll("img"));

    [Fact]
    public void PlainPeer_MarksMeanNothing()
    {
        IRenderedComponent<ContainerFragment> page = Render(MessageText.Of("**a** `b` http://c.d", asTyped: true));

        Assert.Equal("**a** `b` http://c.d", TextOf(page));
        Assert.Empty(page.FindAll("*"));
    }

    [Fact]
    public void SameText_DrawnAroundAgain_IsNotTakenApartAgain()
    {
        TimelineRow row = Row("```\nx\n```");
        IRenderedComponent<MessageRow> page = Show(row);
        page.Render(with => with.Add(shown => shown.Row, row with { EndsGroup = !row.EndsGroup }));

        Assert.Equal(2, page.RenderCount);
        Assert.Equal(1, page.FindComponent<CodeBlock>().RenderCount);
    }

    [Fact]
    public void Text_ThatBecomesAnother_IsDrawnAnew()
    {
        IRenderedComponent<MessageRow> page = Show(Row("**a**"));

        page.Render(with => with.Add(shown => shown.Row, Row("**b**")));

        Assert.Equal("<strong>b</strong>", page.Hook("message-text").InnerHtml.Trim());
    }

    [Fact]
    public void Text_OfABubble_StaysTheContentOfItsBubble()
    {
        Assert.Equal("Très bien, <b>et toi</b> ?", Show(Row("Très bien, <b>et toi</b> ?")).Hook("message-text").TextContent);
    }

    private static TimelineRow Row(string text) => new(Sample.Theirs(1, text), Sample.Now, false, true, true);

    private IRenderedComponent<MessageRow> Show(TimelineRow row) =>
        Render<MessageRow>(with => with.Add(shown => shown.Row, row).Add(shown => shown.Context, new RowContext("Léa")));

    private static string TextOf(IRenderedComponent<ContainerFragment> page) => string.Concat(page.Nodes.Select(node => node.TextContent));

    private IRenderedComponent<ContainerFragment> Show(string text) => Render(MessageText.Of(text));
}
