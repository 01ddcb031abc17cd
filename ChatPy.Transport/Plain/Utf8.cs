using System.Buffers;
using System.Text;

namespace ChatPy.Transport.Plain;

/// <summary>Where UTF-8 may be cut without cutting a character.</summary>
internal static class Utf8
{
    /// <summary>The most bytes, at most <paramref name="limit"/>, that may be taken off the front without cutting a character.</summary>
    public static int CutWithin(ReadOnlySpan<byte> text, int limit)
    {
        if (text.Length <= limit) { return text.Length; }

        int cut = limit;
        while (limit - cut < 3 && IsContinuation(text[cut])) { cut--; }

        // Four continuation bytes in a row belong to no character: any place is as good.
        return IsContinuation(text[cut]) ? limit : cut;
    }

    /// <summary>How many bytes at the end, 0 to 3, begin a character whose other bytes may still come.</summary>
    public static int UnfinishedTail(ReadOnlySpan<byte> text)
    {
        for (int length = 1; length <= Math.Min(3, text.Length); length++)
        {
            if (Rune.DecodeFromUtf8(text[^length..], out _, out _) == OperationStatus.NeedMoreData) { return length; }
        }

        return 0;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
