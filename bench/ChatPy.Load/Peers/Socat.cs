using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatPy.Faults.Platform;

namespace ChatPy.Load.Peers;

/// <summary>What a plain peer would talk to without ChatPy: socat, which keeps nothing and hands every line to cat and back.</summary>
internal static class Socat
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <returns>Lines/s, until the last one has come back; nothing if there is no socat.</returns>
    public static async Task<double?> EchoAsync(IReadOnlyList<byte[]> lines, CancellationToken cancellationToken)
    {
        int port = Ports.Take();
        using Process? socat = Start(port);
        if (socat is null) { return null; }

        try
        {
            using TcpClient client = await ConnectAsync(port, cancellationToken);
            return await LineWriter.RateAsync(client, lines, () => ReadAsync(client, lines.Count * LineWriter.LineBytes, cancellationToken), cancellationToken);
        }
        finally
        {
            if (!socat.HasExited) { socat.Kill(entireProcessTree: true); }
        }
    }

    private static Process? Start(int port)
    {
        try { return Process.Start("socat", [$"TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr", "EXEC:cat"]); }
        catch (Win32Exception) { return null; }
    }

    // It takes one connection: the first that gets through is the one.
    private static async Task<TcpClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return client;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < s_patience) { client.Dispose(); }

            await Task.Delay(s_lookEvery, cancellationToken);
        }
    }

    private static async Task ReadAsync(TcpClient client, int bytes, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        for (int left = bytes; left > 0;)
        {
            int read = await client.GetStream().ReadAsync(buffer, cancellationToken);
            left -= read > 0 ? read : throw new IOException("socat has closed the connection.");
        }
    }
}
