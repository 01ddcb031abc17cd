using System.Buffers;
using System.Buffers.Binary;

namespace ChatPy.Transport.Wire;

/// <summary>Cuts a stream into frames: a 4-byte big-endian unsigned length, then that many bytes. docs/protocol.md §3.</summary>
public static class FrameCodec
{
    /// <summary>Bytes in front of every payload.</summary>
    public const int HeaderBytes = sizeof(uint);

    /// <summary>The largest payload, in bytes, that a peer may declare.</summary>
    public const int MaxPayloadBytes = 64 * 1024;

    /// <summary>Takes one frame off the front of <paramref name="buffer"/>, or leaves it untouched if more bytes are needed.</summary>
    /// <param name="buffer">What has arrived and was not taken yet.</param>
    /// <param name="payload">Borrowed from <paramref name="buffer"/>: decode it before the buffer is given back.</param>
    /// <exception cref="ProtocolException">The declared length is above <see cref="MaxPayloadBytes"/>.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int declared)) { return false; }

        // Refuse before waiting for the payload: a hostile length must never make us buffer.
        uint length = unchecked((uint)declared);
        if (length > MaxPayloadBytes)
        {
            throw new ProtocolException(ProtocolError.FrameTooLarge, $"A frame of {length} bytes; the limit is {MaxPayloadBytes}.");
        }

        if (!reader.TryReadExact((int)length, out payload)) { return false; }

        buffer = buffer.Slice(reader.Position);
        return true;
    }

    /// <summary>Writes the length of a payload of <paramref name="payloadBytes"/> bytes; the caller writes the payload next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The payload is larger than a peer would accept.</exception>
    public static void WriteHeader(IBufferWriter<byte> output, int payloadBytes)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadBytes, MaxPayloadBytes);

        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(HeaderBytes), (uint)payloadBytes);
        output.Advance(HeaderBytes);
    }
}
