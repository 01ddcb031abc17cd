using System.Buffers;
using System.Text;
using ChatPy.Transport.Plain;
using CsCheck;

namespace ChatPy.Tests.Unit.Plain;

public sealed class DialectReaderTests
{
    private const string Talk = "salut\nça va ?\r\n\n€ 😀 fin\nReste";

    [Fact]
    public void TryRead_LinesCutAtEveryByte_GivesTheSameMessages()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Talk);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var reader = new DialectReader();
            List<string> messages = [.. Read(reader, bytes[..cut]), .. Read(reader, bytes[cut..]), .. End(reader)];

            Assert.Equal(["salut", "ça va ?", "€ 😀 fin", "Reste"], messages);
        }
    }

    [Fact]
    public void TryRead_OneByteAtATime_GivesTheSameMessages()
    {
        var reader = new DialectReader();
        List<string> messages = [.. Encoding.UTF8.GetBytes(Talk).SelectMany(one => Read(reader, [one])), .. End(reader)];

        Assert.Equal(["salut", "ça va ?", "€ 😀 fin", "Reste"], messages);
        Assert.Equal(Dialect.Lines, reader.Dialect);
    }

    [Fact]
    public void TryRead_AnyBytesInAnyPieces_AgreesWithANaiveReader()
    {
        Gen<byte> likelyBytes = Gen.Frequency((6, Gen.Byte), (2, Gen.Const((byte)'\n')), (1, Gen.Const((byte)'\r')), (3, Gen.Byte[0x61, 0x7A]));
        Gen.Select(likelyBytes.Array[0, 200], Gen.Int[1, 17]).Sample((bytes, piece) =>
        {
            var reader = new DialectReader();
            List<string> messages = [.. bytes.Chunk(piece).SelectMany(part => Read(reader, part)), .. End(reader)];

            Assert.Equal(NaiveLines(bytes), messages);
        });
    }

    [Fact]
    public void TryEndBySilence_NoNewlineEver_EndsTheMessageAndLearnsChunks()
    {
        var reader = new DialectReader();

        Assert.Empty(Read(reader, "salut"u8.ToArray()));
        Assert.Equal(["salut"], Silence(reader));
        Assert.Equal(Dialect.Chunks, reader.Dialect);
        Assert.Empty(Read(reader, "ça va"u8.ToArray()));
        Assert.Equal(["ça va"], Silence(reader));
    }

    [Fact]
    public void TryEndBySilence_ANewlineInsideOfWhatWasSent_SaysNothingOfItsEnd()
    {
        var reader = new DialectReader();

        Assert.Equal(["a"], Read(reader, "a\nb"u8.ToArray()));
        Assert.Equal(["b"], Silence(reader));
        Assert.Equal(Dialect.Chunks, reader.Dialect);
    }

    [Fact]
    public void TryEndBySilence_OfAPeerThatSendsLines_EndsTheMessageAndLearnsNothing()
    {
        var reader = new DialectReader();
        Read(reader, "a\nb\n"u8.ToArray());

        Read(reader, "c"u8.ToArray());

        Assert.Equal(["c"], Silence(reader));
        Assert.Equal(Dialect.Lines, reader.Dialect);
    }

    [Fact]
    public void TryRead_NewlineAfterChunks_LearnsLines()
    {
        var reader = new DialectReader();
        Read(reader, "a"u8.ToArray());
        Silence(reader);

        Read(reader, "\n"u8.ToArray());

        Assert.Equal(Dialect.Lines, reader.Dialect);
    }

    [Fact]
    public void TryEndBySilence_InsideACharacter_KeepsItsBytesForTheRest()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("né 😀!");
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            var reader = new DialectReader();
            Read(reader, bytes[..cut]);
            List<string> before = Silence(reader);
            Read(reader, bytes[cut..]);

            Assert.Equal("né 😀!", string.Concat([.. before, .. Silence(reader)]));
        }
    }

    [Fact]
    public void TryEnd_InsideACharacter_ShowsAReplacement()
    {
        var reader = new DialectReader();
        Read(reader, [(byte)'a', 0xE2, 0x82]);

        Assert.Equal(["a\uFFFD"], End(reader));
    }

    [Fact]
    public void TryRead_InvalidUtf8_ShowsReplacements()
    {
        Assert.Equal(["a\uFFFDb\uFFFD"], Read(new DialectReader(), [(byte)'a', 0xFF, (byte)'b', 0x80, (byte)'\n']));
    }

    [Theory]
    [InlineData(DialectReader.MaxMessageBytes, "\n")]
    [InlineData(DialectReader.MaxMessageBytes, "\r\n")]
    public void TryRead_LineThatJustFits_IsOneMessage(int length, string newline)
    {
        PlainMessage message = Assert.Single(ReadMarked(new DialectReader(), Encoding.ASCII.GetBytes(new string('x', length) + newline)));

        Assert.Equal((length, false), (message.Text.Length, message.Continues));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void TryRead_LineOfOneByteTooMany_IsTwoPieces(string newline)
    {
        List<PlainMessage> pieces = ReadMarked(new DialectReader(), Encoding.ASCII.GetBytes(new string('x', DialectReader.MaxMessageBytes + 1) + newline));

        Assert.Equal([(DialectReader.MaxMessageBytes, true), (1, false)], pieces.Select(piece => (piece.Text.Length, piece.Continues)));
    }

    [Fact]
    public void TryRead_LongLine_IsCutBetweenCharactersAndMarked()
    {
        string line = string.Concat(Enumerable.Repeat("€😀", 3000));   // 21,000 bytes
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\nshort\n");
        foreach (int piece in (int[])[1, 7, 1000, bytes.Length])
        {
            var reader = new DialectReader();
            List<PlainMessage> messages = [.. bytes.Chunk(piece).SelectMany(part => ReadMarked(reader, part))];

            Assert.Equal([true, true, false, false], messages.Select(message => message.Continues));
            Assert.Equal(line, string.Concat(messages.Take(3).Select(message => message.Text)));
            Assert.All(messages, message => Assert.True(Encoding.UTF8.GetByteCount(message.Text) <= DialectReader.MaxMessageBytes));
        }
    }

    [Theory]
    [InlineData(DialectReader.MaxLineBytes, false)]
    [InlineData(DialectReader.MaxLineBytes + 1, true)]
    public void TryRead_LineAtTheLimit_OverflowsOnlyBeyondIt(int length, bool overflows)
    {
        foreach (int piece in (int[])[1, 4096, length])
        {
            var reader = new DialectReader();
            foreach (byte[] part in Enumerable.Repeat((byte)'x', length).Chunk(piece)) { Read(reader, part); }

            Assert.Equal(overflows, reader.HasOverflowed);
        }
    }

    [Fact]
    public void TryRead_AGigabyteWithoutNewline_HoldsNoMoreThanOneMessage()
    {
        var reader = new DialectReader();
        byte[] part = new byte[1 << 20];
        int messages = 0;
        for (int i = 0; i < 1024; i++) { messages += Read(reader, part).Count; }

        Assert.True(reader.HasOverflowed);
        Assert.InRange(messages, 0, 8);
        Assert.InRange(reader.Pending.Length, 0, DialectReader.MaxMessageBytes + 1);
    }

    [Fact]
    public void Override_Chunks_KeepsNewlinesInsideMessages()
    {
        var reader = new DialectReader();
        reader.Override(Dialect.Chunks);

        Assert.Empty(Read(reader, "a\nb\n"u8.ToArray()));
        Assert.Equal(["a\nb"], Silence(reader));
        Assert.Equal(Dialect.Chunks, reader.Dialect);
    }

    [Fact]
    public void Override_LinesThenUnknown_LearnsAgain()
    {
        var reader = new DialectReader();
        reader.Override(Dialect.Lines);
        Read(reader, "a"u8.ToArray());
        Assert.Empty(Silence(reader));

        reader.Override(Dialect.Unknown);

        Assert.Equal(["a"], Silence(reader));
        Assert.Equal(Dialect.Chunks, reader.Dialect);
    }

    private static List<string> Read(DialectReader reader, byte[] bytes) => [.. ReadMarked(reader, bytes).Select(message => message.Text)];

    private static List<PlainMessage> ReadMarked(DialectReader reader, byte[] bytes)
    {
        var arrived = new ReadOnlySequence<byte>(bytes);
        List<PlainMessage> messages = [];
        while (reader.TryRead(ref arrived, out PlainMessage message)) { messages.Add(message); }

        return messages;
    }

    private static List<string> Silence(DialectReader reader)
    {
        List<string> messages = [];
        while (reader.TryEndBySilence(out PlainMessage message)) { messages.Add(message.Text); }

        return messages;
    }

    private static List<string> End(DialectReader reader)
    {
        List<string> messages = [];
        while (reader.TryEnd(out PlainMessage message)) { messages.Add(message.Text); }

        return messages;
    }

    private static IEnumerable<string> NaiveLines(byte[] bytes)
    {
        // Latin-1 keeps every byte apart while the text is split.
        return Encoding.Latin1.GetString(bytes).Split('\n')
            .Select(line => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line)).TrimEnd('\r'))
            .Where(line => line.Length > 0);
    }
}
