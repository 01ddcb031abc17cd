using ChatPy.Transport.Identity;

namespace ChatPy.Tests.Unit.Identity;

public sealed class PeerIdTests
{
    private static readonly byte[] s_bytes = [0x3F, 0x2A, 0x91, 0xC0, 0x77, 0xDE, 0x10, 0xB4, .. new byte[24]];

    [Fact]
    public void ToFingerprint_IsTheFirstEightBytesInFourGroups() => Assert.Equal("3F2A 91C0 77DE 10B4", new PeerId(s_bytes).ToFingerprint());

    [Fact]
    public void Bytes_GoInAndOutUnchanged() => Assert.Equal(s_bytes, new PeerId(s_bytes).ToByteArray());

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Constructor_OtherLength_IsRefused(int length) => Assert.Throws<ArgumentException>(() => new PeerId(new byte[length]));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(31)]
    public void CompareTo_IsByteByByteAndUnsigned(int position)
    {
        byte[] low = new byte[32], high = new byte[32];
        (low[position], high[position]) = (0x7F, 0x80);

        Assert.True(new PeerId(low) < new PeerId(high));
        Assert.True(new PeerId(high) > new PeerId(low));
    }
}
