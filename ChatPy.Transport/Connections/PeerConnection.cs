using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Transport.Connections;

/// <summary>One TCP connection as a pair of pipes. Nothing outside this folder sees a socket.</summary>
internal sealed class PeerConnection
{
    // Kestrel's own pump: its reads wait for data before they take a buffer, its writes push back when the peer does not read.
    private static readonly SocketConnectionContextFactory s_pump = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ConnectionContext _context;

    private PeerConnection(ConnectionContext context, PeerAddress remote, bool dialledByUs)
    {
        _context = context;
        Remote = remote;
        DialledByUs = dialledByUs;
    }

    public IDuplexPipe Pipe => _context.Transport;

    public PeerAddress Remote { get; }

    public bool DialledByUs { get; }

    public static PeerConnection Create(Socket socket, bool dialledByUs)
    {
        socket.NoDelay = true;
        var remote = PeerAddress.Of((IPEndPoint)socket.RemoteEndPoint!);
        return new PeerConnection(s_pump.Create(socket), remote, dialledByUs);
    }

    /// <summary>Drops the connection at once, with whatever was not written yet.</summary>
    public void Abort() => _context.Abort();

    /// <summary>Writes out what is in the pipe, then closes; drops what the peer does not take within a second.</summary>
    public async Task CloseAsync()
    {
        Task closing = _context.DisposeAsync().AsTask();
        await Task.WhenAny(closing, Task.Delay(s_patience));
        _context.Abort();
        await closing;
    }
}
