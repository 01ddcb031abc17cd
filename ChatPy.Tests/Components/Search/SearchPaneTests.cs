using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Search;

namespace ChatPy.Tests.Components.Search;

public sealed class SearchPaneTests : PageTest
{
    private static readonly Conversation s_lea = Sample.Direct("Léa");
    private static readonly Message s_found = Sample.Theirs(1, "trois élèves et un robot");

    [Fact]
    public async Task Search_Words_ShowsWhatWasFoundWithTheWordsMarked()
    {
        IRenderedComponent<SearchPane> pane = Open();

        await pane.InvokeAsync(() => pane.Instance.SearchAsync("eleve"));

        Assert.Equal("élève", pane.Find("mark").TextContent);
        Assert.Equal($"c/{s_lea.Id}?m={s_found.Id}&again=0", pane.Hook("search-hit").GetAttribute("href"));
        Assert.Equal(["search eleve in all"], Chat.Calls);
    }

    [Fact]
    public async Task Search_Emptied_ShowsTheListAgain()
    {
        IRenderedComponent<SearchPane> pane = Open();
        Assert.Contains("the list", pane.Markup, StringComparison.Ordinal);
        await pane.InvokeAsync(() => pane.Instance.SearchAsync("eleve"));
        Assert.DoesNotContain("the list", pane.Markup, StringComparison.Ordinal);

        await pane.InvokeAsync(() => pane.Instance.SearchAsync(""));

        Assert.Contains("the list", pane.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_WithinTheOpenConversation_AsksForThatOnly()
    {
        IRenderedComponent<SearchPane> pane = Open();
        await pane.InvokeAsync(() => pane.Instance.SearchAsync("robot"));

        pane.Hook("search-within").Change(true);

        Assert.Equal($"search robot in {s_lea.Id}", Chat.Calls[^1]);
    }

    [Fact]
    public async Task Search_InTheConversationOfAMenu_StaysThereAndSaysWhichItIs()
    {
        IRenderedComponent<SearchPane> pane = Open();
        Conversation noe = Sample.Direct("Noé");
        Put(noe);

        await pane.InvokeAsync(() => pane.Instance.StayWithinAsync(noe.Id.Value));
        Assert.Contains("Only in the conversation with Noé", pane.Find(".within").TextContent, StringComparison.Ordinal);
        Assert.Contains("the list", pane.Markup, StringComparison.Ordinal);
        await pane.InvokeAsync(() => pane.Instance.SearchAsync("robot"));
        pane.Hook("search-within").Change(false);

        Assert.Equal([$"search robot in {noe.Id}", "search robot in all"], Chat.Calls);
    }

    [Fact]
    public async Task Search_SameHitTwice_IsAnotherAddressSoThatItJumpsAgain()
    {
        IRenderedComponent<SearchPane> pane = Open();
        await pane.InvokeAsync(() => pane.Instance.SearchAsync("robot"));
        string before = pane.Hook("search-hit").GetAttribute("href")!;

        pane.Hook("search-hit").Click();

        Assert.NotEqual(before, pane.Hook("search-hit").GetAttribute("href"));
    }

    [Fact]
    public async Task Search_Nothing_SaysSoAndHowToAsk()
    {
        Chat.OnSearch = _ => SearchPage.Empty;
        IRenderedComponent<SearchPane> pane = Open(answer: false);

        await pane.InvokeAsync(() => pane.Instance.SearchAsync("robot"));

        Assert.Contains("Nothing found", pane.Find(".count").TextContent, StringComparison.Ordinal);
        Assert.Contains("from:name", pane.Find(".hint").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eleve", "trois [élève]s et un robot")]
    [InlineData("bot", "trois élèves et un robot")]
    [InlineData("robot", "trois élèves et un [robot]")]
    public void Excerpt_MarksWordsFromTheirBeginning(string term, string expected) =>
        Assert.Equal(expected, string.Concat(Excerpt.Of("trois élèves et un robot", [term]).Select(part => part.IsMarked ? $"[{part.Text}]" : part.Text)));

    [Fact]
    public void Excerpt_OfALongText_ShowsThePartAroundTheFirstWord()
    {
        string text = string.Join(' ', Enumerable.Repeat("mot", 200)) + " robot " + string.Join(' ', Enumerable.Repeat("mot", 200));

        IReadOnlyList<(string Text, bool IsMarked)> parts = Excerpt.Of(text, ["robot"]);

        Assert.Contains(("robot", true), parts);
        Assert.Equal(("…", "…"), (parts[0].Text, parts[^1].Text));
        Assert.InRange(parts.Sum(part => part.Text.Length), 100, 150);
    }

    private IRenderedComponent<SearchPane> Open(bool answer = true)
    {
        if (answer) { Chat.OnSearch = _ => new SearchPage([new SearchHit(s_lea.Id, s_found)], ["eleve"], false, true); }
        Put(s_lea);
        return Render<SearchPane>(with => with.Add(pane => pane.Opened, s_lea.Id).AddChildContent("<p>the list</p>"));
    }
}
