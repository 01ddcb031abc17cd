using System.Buffers;

namespace ChatPy.Bench;

/// <summary>Bytes as a pipe hands them out: in blocks.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> block, long before) => (Memory, RunningIndex) = (block, before);

    /// <param name="bytes">All that has arrived.</param>
    /// <param name="blockBytes">How many are in a block.</param>
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int blockBytes)
    {
        Segments first = new(bytes[..Math.Min(blockBytes, bytes.Length)], 0), last = first;
        for (int start = blockBytes; start < bytes.Length; start += blockBytes)
        {
            var next = new Segments(bytes[start..Math.Min(start + blockBytes, bytes.Length)], start);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
