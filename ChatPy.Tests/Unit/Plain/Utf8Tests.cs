using System.Text;
using ChatPy.Transport.Plain;

namespace ChatPy.Tests.Unit.Plain;

public sealed class Utf8Tests
{
    [Fact]
    public void CutWithin_AnyLimit_CutsNoCharacter()
    {
        byte[] text = Encoding.UTF8.GetBytes("aé€😀aé€😀");
        for (int limit = 4; limit <= text.Length; limit++)
        {
            int cut = Utf8.CutWithin(text, limit);

            Assert.InRange(cut, limit - 3, limit);
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(text, 0, cut));
        }
    }

    [Fact]
    public void CutWithin_NotUtf8_StillAdvances() => Assert.Equal(8, Utf8.CutWithin(Enumerable.Repeat((byte)0x80, 20).ToArray(), 8));

    [Theory]
    [InlineData("a", 0)]
    [InlineData("é", 0)]
    [InlineData("😀", 0)]
    public void UnfinishedTail_WholeCharacters_IsNone(string text, int tail) => Assert.Equal(tail, Utf8.UnfinishedTail(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void UnfinishedTail_CutCharacter_IsItsBytes()
    {
        byte[] smile = Encoding.UTF8.GetBytes("😀");

        Assert.All([1, 2, 3], length => Assert.Equal(length, Utf8.UnfinishedTail(smile.AsSpan(0, length))));
    }

    [Fact]
    public void UnfinishedTail_BytesThatBeginNothing_IsNone() => Assert.Equal(0, Utf8.UnfinishedTail([0x80, 0xFF, 0x80]));
}
