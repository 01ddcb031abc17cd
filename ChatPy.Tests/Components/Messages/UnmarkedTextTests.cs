using ChatPy.Web.Components.Messages.Formatting;

namespace ChatPy.Tests.Components.Messages;

public sealed class UnmarkedTextTests
{
    [Theory]
    [InlineData("salut", "salut")]
    [InlineData("**bold**, *leaning*, ~~gone~~ and `code`", "bold, leaning, gone and code")]
    [InlineData("[the club](https://club.example)", "the club")]
    [InlineData("look: https://club.example", "look: https://club.example")]
    [InlineData("__init__ and 2*3*4 and ¯\\_(ツ)_/¯", "__init__ and 2*3*4 and ¯\\_(ツ)_/¯")]
    [InlineData("**cut of", "**cut of")]
    [InlineData("<b>no markup</b>", "<b>no markup</b>")]
    public void Text_WithoutItsMarks_IsWhatPeopleRead(string typed, string read) => Assert.Equal(read, UnmarkedText.Of(typed));

    [Fact]
    public void Blocks_AreLines()
    {
        string[] lines = UnmarkedText.Of("before\n```python\nprint(1)\n```\n- one\n- two\n> said").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(["before", "print(1)", "one", "two", "said"], lines);
    }
}
