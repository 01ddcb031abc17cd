using ChatPy.Transport.Plain;
using CsCheck;

namespace ChatPy.Tests.Unit.Plain;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("salut, ça va ? 😀\tdeux\nlignes", "salut, ça va ? 😀\tdeux\nlignes")]
    [InlineData("\e[31mrouge\e[0m", "rouge")]
    [InlineData("\e[2J\e[1;1Hgone", "gone")]
    [InlineData("\e[?1049h\e[>4;2m\e[!pmode", "mode")]
    [InlineData("\u009B31mrouge", "rouge")]
    [InlineData("\e]0;title\atext", "text")]
    [InlineData("\e]52;c;cm0gLXJm\e\\text", "text")]
    [InlineData("\u009D0;title\u009Ctext", "text")]
    [InlineData("\eP1$q\"p\e\\text", "text")]
    [InlineData("\e_app\e\\\e^private\e\\\eXstart\e\\text", "text")]
    [InlineData("\ec\e7\e(B\e=text", "text")]
    [InlineData("\e]0;never ends", "0;never ends")]
    [InlineData("\e[31\nm", "31\nm")]
    [InlineData("\e\e\e[1mx\e", "x")]
    [InlineData("a\0b\ac\bd\u007Fe\u0085f\u001Fg", "abcdefg")]
    [InlineData("over\rwritten\r\n", "overwritten\n")]
    [InlineData("\uFEFFsalut", "salut")]
    public void Clean_Text_DoesNothingToATerminal(string text, string clean) => Assert.Equal(clean, TerminalText.Clean(text));

    [Fact]
    public void Clean_AnyText_LeavesNoControlCharacter()
    {
        Gen<char> hostile = Gen.Frequency((3, Gen.Char['\0', '\u00A0']), (1, Gen.Const('\e')), (1, Gen.Char["[]P\\;m\a"]), (2, Gen.Char));
        Gen.String[hostile, 0, 60].Sample(text =>
        {
            string clean = TerminalText.Clean(text);

            Assert.DoesNotContain(clean, c => char.IsControl(c) && c is not ('\t' or '\n'));
            Assert.Equal(clean, TerminalText.Clean(clean));
        });
    }
}
