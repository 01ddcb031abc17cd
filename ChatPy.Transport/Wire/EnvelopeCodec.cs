using System.Buffers;
using Google.Protobuf;

namespace ChatPy.Transport.Wire;

/// <summary>Turns frames into <see cref="Envelope"/>s and back. Pure: no I/O, no clock.</summary>
public static class EnvelopeCodec
{
    /// <summary>Takes one envelope off the front of <paramref name="buffer"/>, or leaves it untouched if more bytes are needed.</summary>
    /// <param name="buffer">What has arrived and was not taken yet.</param>
    /// <param name="envelope">Owned by the caller. An unknown kind reads as <see cref="Envelope.KindOneofCase.None"/>: ignore it.</param>
    /// <exception cref="ProtocolException">The frame is too large, or its payload is no envelope.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out Envelope envelope)
    {
        if (!FrameCodec.TryRead(ref buffer, out ReadOnlySequence<byte> payload))
        {
            envelope = null!;
            return false;
        }

        try
        {
            envelope = Envelope.Parser.ParseFrom(payload);
            return true;
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new ProtocolException(ProtocolError.MalformedEnvelope, "The payload of a frame is not an envelope.", malformed);
        }
    }

    /// <summary>Writes <paramref name="envelope"/> as one frame; the caller flushes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The envelope does not fit a frame.</exception>
    public static void Write(IBufferWriter<byte> output, Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);

        FrameCodec.WriteHeader(output, envelope.CalculateSize());
        envelope.WriteTo(output);
    }
}
