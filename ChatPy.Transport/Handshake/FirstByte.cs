using System.IO.Pipelines;

namespace ChatPy.Transport.Handshake;

/// <summary>What an accepted connection begins with. docs/protocol.md §1.</summary>
internal enum FirstByte
{
    /// <summary>A TLS record: the peer read our line and is a ChatPy.</summary>
    Tls,

    /// <summary>Anything else: a plain peer.</summary>
    Plain,

    /// <summary>Nothing in time: a plain peer that listens.</summary>
    Silent,

    /// <summary>The connection was closed without a word: a port scan, or a look whether somebody is there.</summary>
    Closed,
}

internal static class FirstBytes
{
    private const byte TlsHandshakeRecord = 0x16;

    /// <summary>Looks at the first byte and leaves it where it is.</summary>
    public static async Task<FirstByte> PeekAsync(PipeReader input, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            ReadResult read = await input.ReadAsync(life.Token);
            FirstByte first = read.Buffer.IsEmpty ? FirstByte.Closed
                : read.Buffer.FirstSpan[0] == TlsHandshakeRecord ? FirstByte.Tls : FirstByte.Plain;
            input.AdvanceTo(read.Buffer.Start);
            return first;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FirstByte.Silent;
        }
    }
}
