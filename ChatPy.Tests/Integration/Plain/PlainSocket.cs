using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatPy.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>A plain session on a real loopback socket, accepted or dialled as ChatPy does it.</summary>
internal sealed class PlainSocket : IAsyncDisposable
{
    public const string Banner = "ChatPy/1 ready. Type a message and press Enter; /help lists commands.";

    private readonly IAsyncDisposable _connection;

    private PlainSocket(IDuplexPipe pipe, IAsyncDisposable connection, bool isDialled, TransportOptions? options = null)
    {
        _connection = connection;
        Chat = new PlainHarness(pipe, isDialled, TimeProvider.System, options);
    }

    public PlainHarness Chat { get; }

    public static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    public static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>Accepts a connection and says the first line, as ChatPy does.</summary>
    /// <param name="listener">Where to accept.</param>
    /// <param name="isKestrelPump">
    /// Kestrel's socket pump, which loses what a peer said just before it resets the connection; otherwise pipes right on the socket.
    /// </param>
    /// <param name="options">Other than the default ones.</param>
    public static async Task<PlainSocket> AcceptAsync(Socket listener, bool isKestrelPump = false, TransportOptions? options = null)
    {
        Socket socket = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Banner + "\n"), TestContext.Current.CancellationToken);
        if (!isKestrelPump) { return OnSocket(socket, isDialled: false, options); }

        using var factory = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), NullLogger.Instance);
        ConnectionContext connection = factory.Create(socket);
        return new PlainSocket(connection.Transport, connection, isDialled: false, options);
    }

    /// <summary>Dials a program that has just been started, until it listens.</summary>
    public static async Task<PlainSocket> DialAsync(int port)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return OnSocket(socket, isDialled: true);
            }
            catch (SocketException refused) when (refused.SocketErrorCode is SocketError.ConnectionRefused)
            {
                socket.Dispose();
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Chat.Stopping.CancelAsync();
        await Chat.Ending;
        await _connection.DisposeAsync();
    }

    private static PlainSocket OnSocket(Socket socket, bool isDialled, TransportOptions? options = null)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        var pipe = new Duplex(
            PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
        return new PlainSocket(pipe, stream, isDialled, options);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

}
