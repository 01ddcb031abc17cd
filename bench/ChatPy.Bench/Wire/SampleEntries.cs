using System.Buffers;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Bench.Wire;

/// <summary>Entries as they travel, and many of their frames one behind the other.</summary>
internal static class SampleEntries
{
    /// <summary>Of a text as people write it, in bytes.</summary>
    public const int Short = 80;

    /// <summary>Of the longest text allowed, in bytes.</summary>
    public const int Long = ChatLimits.MaxTextBytes;

    /// <summary>Frames that have arrived together.</summary>
    public const int Together = 64;

    /// <summary>How many bytes TLS hands over at once.</summary>
    public const int BlockBytes = 16 * 1024;

    private const int GuidBytes = 16;

    public static Envelope Make(int textBytes) => new()
    {
        Entry = new WireEntry
        {
            Conversation = Bytes(ConversationId.Bytes),
            Author = Bytes(PeerId.Bytes),
            Epoch = Bytes(GuidBytes),
            Sequence = 123_456,
            Id = Bytes(GuidBytes),
            Clock = LogClock.At(DateTimeOffset.UnixEpoch.AddYears(56)).Value,
            Text = string.Concat(Enumerable.Repeat("Words, as people write them to each other. ", textBytes))[..textBytes],
        },
    };

    /// <summary>How long a frame with such an entry is.</summary>
    public static int FrameBytes(int textBytes) => FrameCodec.HeaderBytes + Make(textBytes).CalculateSize();

    /// <summary><see cref="Together"/> frames.</summary>
    public static byte[] Frames(int textBytes)
    {
        Envelope entry = Make(textBytes);
        var frames = new ArrayBufferWriter<byte>();
        for (int i = 0; i < Together; i++) { EnvelopeCodec.Write(frames, entry); }
        return frames.WrittenSpan.ToArray();
    }

    private static ByteString Bytes(int count) => ByteString.CopyFrom([.. Enumerable.Range(1, count).Select(each => (byte)each)]);
}
