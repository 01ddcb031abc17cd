using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Plain;

/// <summary>A plain session on a real loopback socket, accepted or dialled as ChatPy does it.</summary>
internal sealed class PlainSocket : IAsyncDisposable
{
    public const string Banner = "ChatPy/1 ready. Type a message and press Enter; /help lists commands.";

    private readonly SocketConnectionContextFactory _factory;
    private readonly ConnectionContext _connection;

    private PlainSocket(Socket socket, bool isDialled)
    {
        _factory = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), NullLogger.Instance);
        _connection = _factory.Create(socket);
        if (!isDialled) { _connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(Banner + "\n")).AsTask().Wait(); }

        Chat = new PlainHarness(_connection.Transport, isDialled, TimeProvider.System);
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

    public static async Task<PlainSocket> AcceptAsync(Socket listener) =>
        new(await listener.AcceptAsync(TestContext.Current.CancellationToken), isDialled: false);

    /// <summary>Dials a program that has just been started, until it listens.</summary>
    public static async Task<PlainSocket> DialAsync(int port)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return new PlainSocket(socket, isDialled: true);
            }
            catch (SocketException refused) when (refused.SocketErrorCode is SocketError.ConnectionRefused)
            {
                socket.Dispose();
                await Task.Yield();
            }
        }
    }

    /// <summary>A port that is free now, for a program that cannot choose one itself.</summary>
    public static int FreePort()
    {
        using Socket listener = Listen();
        return PortOf(listener);
    }

    public async ValueTask DisposeAsync()
    {
        await Chat.Stopping.CancelAsync();
        await Chat.Ending;
        await _connection.DisposeAsync();
        _factory.Dispose();
    }

}
