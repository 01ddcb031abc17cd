using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace ChatPy.Transport.Connections;

/// <summary>One TCP connection as a pair of pipes. Nothing outside this folder sees a socket.</summary>
/// <remarks>
/// The pipes read and write the socket themselves. Kestrel's socket pump reads ahead into a pipe of its own, and that pipe forgets what it
/// holds when the connection is reset: of 300 scripts that sent a word and closed without reading our banner, 294 were not heard.
/// </remarks>
internal sealed class PeerConnection : IDuplexPipe
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // linux/tcp.h and ws2ipdef.h; the class library has no names for them.
    private const int Tcp = 6, TcpUserTimeout = 18, TcpLongestRetry = 44, TcpMaxRetransmissionSeconds = 5;

    // Twice as long as any machine should take to confirm a segment, and as long as people wait for a link that is back.
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private int _closed;

    /// <param name="socket">A connected one.</param>
    /// <param name="dialledByUs">Whether this side opened it.</param>
    /// <param name="lostAfter">How long what was written may stay unconfirmed by the other machine before the connection counts as lost; the default of most systems is some 15 minutes.</param>
    public PeerConnection(Socket socket, bool dialledByUs, TimeSpan lostAfter)
    {
        socket.NoDelay = true;
        LoseAfter(socket, lostAfter);
        RetryWithin(socket, s_longestRetry);
        _socket = socket;
        Remote = PeerAddress.Of((IPEndPoint)socket.RemoteEndPoint!);
        Local = ((IPEndPoint)socket.LocalEndPoint!).Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : ((IPEndPoint)socket.LocalEndPoint!).Address;
        DialledByUs = dialledByUs;

        // Zero-byte reads: a connection that is silent holds no buffer.
        var stream = new NetworkStream(socket, ownsSocket: false);
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PeerAddress Remote { get; }

    /// <summary>This machine's address that the connection is bound to.</summary>
    public IPAddress Local { get; }

    public bool DialledByUs { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    private static void LoseAfter(Socket socket, TimeSpan unconfirmed)
    {
        if (OperatingSystem.IsLinux()) { socket.SetRawSocketOption(Tcp, TcpUserTimeout, BitConverter.GetBytes((int)unconfirmed.TotalMilliseconds)); }
        else if (OperatingSystem.IsWindows()) { socket.SetRawSocketOption(Tcp, TcpMaxRetransmissionSeconds, BitConverter.GetBytes((int)Math.Ceiling(unconfirmed.TotalSeconds))); }
    }

    // A system doubles the time after which it sends again what is not confirmed: 20 s into a cut of the network it is 13 s, most of which pass
    // after the cable is back.
    private static void RetryWithin(Socket socket, TimeSpan longest)
    {
        if (!OperatingSystem.IsLinux()) { return; }
        try { socket.SetRawSocketOption(Tcp, TcpLongestRetry, BitConverter.GetBytes((int)longest.TotalMilliseconds)); }
        catch (SocketException) { /* a kernel before 6.15, which cannot be told */ }
    }

    /// <summary>Drops the connection at once.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0) { _socket.Close(timeout: 0); }
    }

    /// <summary>Says that nothing more comes, waits up to a second for the other end to say so too, and closes.</summary>
    /// <remarks>To close while bytes of the peer lie unread would reset the connection, and take our last words with it.</remarks>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) { return; }

        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            using var patience = new CancellationTokenSource(s_patience);
            byte[] unread = new byte[1024];
            while (await _socket.ReceiveAsync(unread, patience.Token) > 0) { }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // It is gone already, or does not care.
        }
        finally { _socket.Dispose(); }
    }
}
