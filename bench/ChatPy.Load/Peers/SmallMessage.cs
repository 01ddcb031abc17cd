using System.Buffers;
using ChatPy.Transport.Wire;
using Google.Protobuf;

namespace ChatPy.Load.Peers;

/// <summary>An ENTRY as people send it: 80 bytes of text, ids of full length; the same number of bytes in every frame.</summary>
internal static class SmallMessage
{
    public const int TextBytes = 80;

    private const ulong AnswerWanted = 1, NoAnswerWanted = 2;

    /// <summary>Comes back as it is.</summary>
    public static Envelope Answered { get; } = Create(AnswerWanted);

    /// <summary>Is only read.</summary>
    public static Envelope Unanswered { get; } = Create(NoAnswerWanted);

    /// <summary>One frame of it.</summary>
    public static byte[] Frame { get; } = Encode();

    public static bool IsAnswered(Envelope envelope) => envelope.Entry?.Clock == AnswerWanted;

    // The clock says whether an answer is wanted: it has eight bytes whatever it says.
    private static Envelope Create(ulong clock) => new()
    {
        Entry = new Entry
        {
            Conversation = Id(16),
            Author = Id(32),
            Epoch = Id(16),
            Sequence = 1,
            Id = Id(16),
            Clock = clock,
            Text = new string('x', TextBytes),
        },
    };

    private static ByteString Id(int bytes) => ByteString.CopyFrom(new byte[bytes]);

    private static byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>();
        EnvelopeCodec.Write(output, Answered);
        return output.WrittenSpan.ToArray();
    }
}
