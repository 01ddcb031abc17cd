using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ChatPy.Load.Peers;

/// <summary>Writes lines as a script does: each with a call of its own, as fast as they are taken.</summary>
internal static class LineWriter
{
    public const int LineBytes = 40;

    /// <summary>Lines of <see cref="LineBytes"/> bytes with their newline, no two alike.</summary>
    public static byte[][] Create(int count) => [.. Enumerable.Range(1, count).Select(static i => Encoding.ASCII.GetBytes($"line {i} ".PadRight(LineBytes - 1, 'x') + "\n"))];

    /// <summary>Lines/s, until they have come to where they go.</summary>
    public static async Task<double> RateAsync(TcpClient client, IReadOnlyList<byte[]> lines, Func<Task> untilTakenAsync, CancellationToken cancellationToken)
    {
        client.NoDelay = true;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Task.Run(WriteAsync, cancellationToken), Task.Run(untilTakenAsync, cancellationToken));
        return lines.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task WriteAsync()
        {
            NetworkStream stream = client.GetStream();
            foreach (byte[] line in lines) { await stream.WriteAsync(line, cancellationToken); }
        }
    }
}
