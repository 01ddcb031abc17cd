using System.Buffers;
using System.IO.Pipelines;

namespace ChatPy.Transport.Handshake;

/// <summary>The line that whoever accepts a connection sends first, and what the other end makes of it. docs/protocol.md §1.</summary>
public static class Banner
{
    /// <summary>The line of this version, ASCII, with its newline.</summary>
    public static ReadOnlySpan<byte> Line => "ChatPy/1 ready. Type a message and press Enter; /help lists commands.\n"u8;

    /// <summary>What a first line must begin with for TLS to follow.</summary>
    public static ReadOnlySpan<byte> Prefix => "ChatPy/1 "u8;

    // A newer version may say more, but a line that goes on for ever is no greeting.
    private const int MaxLineBytes = 1024;

    /// <summary>Reads the first line of an accepted end, and takes it off the pipe if it is ChatPy's. What a plain peer said stays.</summary>
    internal static async Task<BannerKind> ReadAsync(PipeReader input, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (true)
            {
                ReadResult read = await input.ReadAsync(life.Token);
                BannerKind? kind = Recognise(read.Buffer, read.IsCompleted, out SequencePosition consumed);
                input.AdvanceTo(consumed, kind is null ? read.Buffer.End : consumed);
                if (kind is not null) { return kind.Value; }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await HasBegunAsync(input, cancellationToken) ? BannerKind.Plain : BannerKind.None;
        }
    }

    // Whether the beginning of a line has come, "Chat" for one: looked at already, so that nobody would be given it before more comes.
    private static async Task<bool> HasBegunAsync(PipeReader input, CancellationToken cancellationToken)
    {
        input.CancelPendingRead();
        ReadResult read = await input.ReadAsync(cancellationToken);
        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    private static BannerKind? Recognise(ReadOnlySequence<byte> buffer, bool isEnd, out SequencePosition consumed)
    {
        consumed = buffer.Start;
        if (buffer.IsEmpty) { return isEnd ? BannerKind.Closed : null; }

        var reader = new SequenceReader<byte>(buffer);
        if (buffer.Length < Prefix.Length)
        {
            return isEnd || !StartsLikePrefix(buffer) ? BannerKind.Plain : null;
        }

        if (!reader.IsNext(Prefix)) { return BannerKind.Plain; }
        if (reader.TryReadTo(out ReadOnlySequence<byte> _, (byte)'\n'))
        {
            consumed = reader.Position;
            return BannerKind.ChatPy;
        }

        return isEnd || buffer.Length > MaxLineBytes ? BannerKind.Plain : null;
    }

    private static bool StartsLikePrefix(ReadOnlySequence<byte> buffer) => Prefix[..(int)buffer.Length].SequenceEqual(buffer.ToArray());
}

/// <summary>What a dialler read first.</summary>
internal enum BannerKind
{
    /// <summary>ChatPy's line: start TLS.</summary>
    ChatPy,

    /// <summary>Something else: a plain peer, and this is its first message.</summary>
    Plain,

    /// <summary>Nothing in time: a plain peer that waits for us.</summary>
    None,

    /// <summary>The connection was closed without a word.</summary>
    Closed,
}
