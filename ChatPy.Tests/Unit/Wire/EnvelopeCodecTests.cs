using System.Buffers;
using ChatPy.Tests.Support;
using ChatPy.Transport.Wire;
using CsCheck;
using Google.Protobuf;

namespace ChatPy.Tests.Unit.Wire;

public sealed class EnvelopeCodecTests
{
    [Fact]
    public void Write_ThenRead_StreamCutAtEveryByte_GivesTheEnvelopeBack()
    {
        var hello = new Envelope { Hello = new Hello { Version = 1, Nickname = "Léa 👋", Agent = "ChatPy/0.1.0", ListeningPort = 4242 } };
        byte[] wire = Write(hello);

        for (int cut = 0; cut <= wire.Length; cut++)
        {
            ReadOnlySequence<byte> buffer = Segments.Of(wire[..cut]);

            bool isWhole = EnvelopeCodec.TryRead(ref buffer, out Envelope envelope);

            Assert.Equal(cut == wire.Length, isWhole);
            if (isWhole) { Assert.Equal(hello, envelope); }
        }
    }

    /// <summary>The bytes of docs/protocol.md §3.</summary>
    [Fact]
    public void Write_Ping_IsTheExampleOfTheProtocol()
    {
        Assert.Equal("000000022200", Convert.ToHexStringLower(Write(new Envelope { Ping = new Ping() })));
        Assert.Equal("000000021200", Convert.ToHexStringLower(Write(new Envelope { Welcome = new Welcome() })));
    }

    /// <summary>The bytes of docs/protocol.md §4.</summary>
    [Fact]
    public void Write_Entry_IsTheExampleOfTheProtocol()
    {
        var entry = new Envelope
        {
            Entry = new Entry
            {
                Conversation = ByteString.CopyFrom(Enumerable.Repeat((byte)0xC0, 16).ToArray()),
                Author = ByteString.CopyFrom(Enumerable.Repeat((byte)0xA0, 32).ToArray()),
                Epoch = ByteString.CopyFrom(Enumerable.Repeat((byte)0xE0, 16).ToArray()),
                Sequence = 7,
                Id = ByteString.CopyFrom(Enumerable.Repeat((byte)0x1D, 16).ToArray()),
                Clock = 0x0199_0000_0000_0001,
                Text = "salut",
            },
        };

        Assert.Equal(
            "0000006c" + "4a6a"
            + "0a10" + string.Concat(Enumerable.Repeat("c0", 16))
            + "1220" + string.Concat(Enumerable.Repeat("a0", 32))
            + "1a10" + string.Concat(Enumerable.Repeat("e0", 16))
            + "2007"
            + "2a10" + string.Concat(Enumerable.Repeat("1d", 16))
            + "310100000000009901"
            + "3a0573616c7574",
            Convert.ToHexStringLower(Write(entry)));
    }

    /// <summary>The bytes of docs/protocol.md §4.4.</summary>
    [Fact]
    public void Write_Receipt_IsTheExampleOfTheProtocol()
    {
        var receipt = new Envelope
        {
            Receipt = new Receipt
            {
                Conversation = ByteString.CopyFrom(Enumerable.Repeat((byte)0xC0, 16).ToArray()),
                Author = ByteString.CopyFrom(Enumerable.Repeat((byte)0xA0, 32).ToArray()),
                Epoch = ByteString.CopyFrom(Enumerable.Repeat((byte)0xE0, 16).ToArray()),
                Sequence = 7,
            },
        };

        Assert.Equal(
            "0000004a" + "5a48"
            + "0a10" + string.Concat(Enumerable.Repeat("c0", 16))
            + "1220" + string.Concat(Enumerable.Repeat("a0", 32))
            + "1a10" + string.Concat(Enumerable.Repeat("e0", 16))
            + "2007",
            Convert.ToHexStringLower(Write(receipt)));
    }

    /// <summary>The bytes of docs/protocol.md §4.8.</summary>
    [Fact]
    public void Write_Reference_IsTheExampleOfTheProtocol()
    {
        var entry = new Envelope
        {
            Entry = new Entry
            {
                Reference = new Reference { Kind = Reference.Types.Kind.Reply, Target = ByteString.CopyFrom(Enumerable.Repeat((byte)0x1E, 16).ToArray()) },
            },
        };

        Assert.Equal("00000018" + "4a16" + "4214" + "0801" + "1210" + string.Concat(Enumerable.Repeat("1e", 16)), Convert.ToHexStringLower(Write(entry)));
    }

    /// <summary>The bytes of docs/protocol.md §4.7.</summary>
    [Fact]
    public void Write_Fetch_IsTheExampleOfTheProtocol()
    {
        var fetch = new Envelope
        {
            Fetch = new Fetch
            {
                Conversation = ByteString.CopyFrom(Enumerable.Repeat((byte)0xC0, 16).ToArray()),
                Author = ByteString.CopyFrom(Enumerable.Repeat((byte)0xA0, 32).ToArray()),
            },
        };

        Assert.Equal(
            "00000036" + "7234"
            + "0a10" + string.Concat(Enumerable.Repeat("c0", 16))
            + "1220" + string.Concat(Enumerable.Repeat("a0", 32)),
            Convert.ToHexStringLower(Write(fetch)));
    }

    [Fact]
    public void TryRead_KindOfANewerVersion_ReadsAsNone()
    {
        // Field 99 of the envelope, a message of two bytes.
        ReadOnlySequence<byte> buffer = Segments.Of([0, 0, 0, 5, 0x9A, 0x06, 2, 8, 1]);

        Assert.True(EnvelopeCodec.TryRead(ref buffer, out Envelope envelope));
        Assert.Equal(Envelope.KindOneofCase.None, envelope.KindCase);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 2, 0x0A, 0x7F })]          // a hello longer than its frame
    [InlineData(new byte[] { 0, 0, 0, 3, 0xFF, 0xFF, 0xFF })]    // a tag without end
    [InlineData(new byte[] { 0, 0, 0, 4, 0x0A, 2, 0x12, 0x05 })] // a nickname longer than its hello
    public void TryRead_PayloadThatIsNoEnvelope_IsMalformed(byte[] wire)
    {
        ReadOnlySequence<byte> buffer = Segments.Of(wire);

        Assert.Equal(ProtocolError.MalformedEnvelope, Assert.Throws<ProtocolException>(() => EnvelopeCodec.TryRead(ref buffer, out _)).Error);
    }

    [Fact]
    public void TryRead_AnyBytes_ThrowNothingButProtocolException() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            ReadOnlySequence<byte> buffer = Segments.Of(bytes);
            try
            {
                while (EnvelopeCodec.TryRead(ref buffer, out _)) { }
            }
            catch (ProtocolException) { }
        },
        iter: 20_000);

    private static byte[] Write(Envelope envelope)
    {
        var output = new ArrayBufferWriter<byte>();
        EnvelopeCodec.Write(output, envelope);
        return output.WrittenSpan.ToArray();
    }
}
