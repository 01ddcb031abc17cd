using System.Buffers;
using ChatPy.Tests.Support;
using ChatPy.Transport.Wire;

namespace ChatPy.Tests.Unit.Wire;

public sealed class FrameCodecTests
{
    [Fact]
    public void TryRead_StreamCutAtEveryByte_ReturnsTheFrameOnlyWhenWhole()
    {
        byte[] wire = [0, 0, 0, 5, 1, 2, 3, 4, 5];

        for (int cut = 0; cut <= wire.Length; cut++)
        {
            ReadOnlySequence<byte> buffer = Segments.Of(wire[..cut]);

            bool isWhole = FrameCodec.TryRead(ref buffer, out ReadOnlySequence<byte> payload);

            Assert.Equal(cut == wire.Length, isWhole);
            Assert.Equal(isWhole ? 0 : cut, buffer.Length);
            if (isWhole) { Assert.Equal([1, 2, 3, 4, 5], payload.ToArray()); }
        }
    }

    [Fact]
    public void TryRead_EverySplitIntoTwoSegments_ReadsTheSameFrame()
    {
        byte[] wire = [0, 0, 0, 5, 1, 2, 3, 4, 5, 99];

        for (int split = 0; split <= wire.Length; split++)
        {
            ReadOnlySequence<byte> buffer = Segments.Of(wire[..split], wire[split..]);

            Assert.True(FrameCodec.TryRead(ref buffer, out ReadOnlySequence<byte> payload));

            Assert.Equal([1, 2, 3, 4, 5], payload.ToArray());
            Assert.Equal([99], buffer.ToArray());
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x01, 0x00, 0x01 })]   // one above the limit
    [InlineData(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF })]   // 2^31 - 1
    [InlineData(new byte[] { 0x80, 0x00, 0x00, 0x00 })]   // 2^31: negative if read as signed
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]   // 4 GiB - 1: -1 if read as signed
    public void TryRead_LengthAboveTheLimit_IsRefusedBeforeThePayloadComes(byte[] header)
    {
        ReadOnlySequence<byte> buffer = Segments.Of(header);

        var broken = Assert.Throws<ProtocolException>(() => FrameCodec.TryRead(ref buffer, out _));

        Assert.Equal(ProtocolError.FrameTooLarge, broken.Error);
    }

    [Fact]
    public void TryRead_LengthAtTheLimit_IsRead()
    {
        ReadOnlySequence<byte> buffer = Segments.Of([0, 1, 0, 0, .. new byte[FrameCodec.MaxPayloadBytes]]);

        Assert.True(FrameCodec.TryRead(ref buffer, out ReadOnlySequence<byte> payload));
        Assert.Equal(FrameCodec.MaxPayloadBytes, payload.Length);
    }

    [Fact]
    public void WriteHeader_AboveTheLimit_IsOurOwnFault() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameCodec.WriteHeader(new ArrayBufferWriter<byte>(), FrameCodec.MaxPayloadBytes + 1));
}
