using ChatPy.Transport.Identity;

namespace ChatPy.Tests.Unit.Identity;

public sealed class NicknameTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("   ", "")]
    [InlineData("  Léa  ", "Léa")]
    [InlineData("Le\u0301a", "Léa")]                       // composed
    [InlineData("a\n\tb", "a b")]                           // one line
    [InlineData("evil\u202Etxt.exe", "eviltxt.exe")]        // no bidi override
    [InlineData("zero\u200Bwidth", "zerowidth")]
    [InlineData("\u001B[31mred", "[31mred")]                // no escape character
    [InlineData("👩‍💻 Ada", "👩‍💻 Ada")]                    // joined emoji stay joined
    public void Clean_LeavesWhatIsFitToBeShown(string? name, string expected) => Assert.Equal(expected, Nickname.Clean(name));

    [Fact]
    public void Clean_LongName_KeepsThirtyTwoGraphemes() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("👍🏽", 32)), Nickname.Clean(string.Concat(Enumerable.Repeat("👍🏽", 40))));

    [Fact]
    public void Clean_LetterUnderAThousandMarks_IsBounded() =>
        Assert.InRange(Nickname.Clean("a" + new string('\u0301', 100_000)).Length, 0, 1024);
}
