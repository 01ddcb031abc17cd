using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPy.Transport.Connections;

/// <summary>Accepts connections on <see cref="TransportOptions.Port"/>. May be stopped and started again while the process runs.</summary>
/// <param name="options">Where, and how many.</param>
/// <param name="arrivals">How fast they may come.</param>
/// <param name="time">All time comes from here.</param>
/// <param name="logger">The operations manual.</param>
internal sealed class PeerListener(IOptions<TransportOptions> options, ArrivalRate arrivals, TimeProvider time, ILogger<PeerListener> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly ConnectionLimits _limits = new(options.Value);
    private Socket? _socket;
    private CancellationTokenSource? _stopping;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Where peers can connect; nothing while stopped.</summary>
    public IPEndPoint? LocalEndPoint { get; private set; }

    /// <summary>Starts to listen. Each connection is given to <paramref name="serve"/>, which owns it and says when it is known who is there; that is not waited for.</summary>
    /// <exception cref="StartException">The port is taken, or the address is not one of this machine's.</exception>
    public void Start(Func<PeerConnection, ConnectionPlace, Task> serve)
    {
        if (_socket is not null) { return; }

        _socket = Bind();
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _stopping = new CancellationTokenSource();
        _accepting = AcceptAsync(_socket, serve, _stopping.Token);
        logger.Listening(LocalEndPoint);
    }

    /// <summary>Stops to listen; the connections already accepted live on.</summary>
    public async Task StopAsync()
    {
        if (_socket is null) { return; }

        await _stopping!.CancelAsync();
        _socket.Dispose();
        await _accepting;
        _stopping.Dispose();
        (_socket, LocalEndPoint) = (null, null);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private Socket Bind()
    {
        bool any = ListenAddress.IsAny(options.Value.ListenAddress);
        bool dual = any && Socket.OSSupportsIPv6;
        IPAddress address = any ? (dual ? IPAddress.IPv6Any : IPAddress.Any) : IPAddress.Parse(options.Value.ListenAddress);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (dual) { socket.DualMode = true; }
            socket.Bind(new IPEndPoint(address, options.Value.Port));
            socket.Listen();
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new StartException(Explain(refused), refused);
        }
    }

    /// <summary>For the person who started the program: what is wrong, and what to do.</summary>
    internal string Explain(SocketException refused) => refused.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Port {options.Value.Port} is in use, perhaps by another ChatPy or by a script. Stop that program, or choose another port with --ChatPy:Port 4243 (ChatPy__Port, appsettings.json); peers then enter your address with that port.",
        SocketError.AddressNotAvailable =>
            $"{options.Value.ListenAddress} is not an address of this machine. Set ChatPy:ListenAddress to one of its addresses, or to \"any\".",
        // Windows says so of a port that another program keeps for itself, and of those that Hyper-V, WSL and Docker have set aside.
        SocketError.AccessDenied when options.Value.Port >= 1024 =>
            $"The system does not let ChatPy use port {options.Value.Port}: another program has it, or it is set aside (on Windows \"netsh int ipv4 show excludedportrange tcp\" lists those). Choose another port with --ChatPy:Port 4243 (ChatPy__Port, appsettings.json); peers then enter your address with that port.",
        SocketError.AccessDenied =>
            $"Port {options.Value.Port} may only be used by an administrator. Choose a port above 1023 with --ChatPy:Port 4242.",
        _ => $"ChatPy cannot listen on {options.Value.ListenAddress}, port {options.Value.Port} (ChatPy:ListenAddress, ChatPy:Port): {refused.Message}",
    };

    private async Task AcceptAsync(Socket listener, Func<PeerConnection, ConnectionPlace, Task> serve, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(stopping);
                _ = ServeAsync(socket, serve);
            }
            catch (Exception) when (stopping.IsCancellationRequested) { return; }
            catch (SocketException failed)
            {
                // A peer that is gone again, or no file descriptor left for it: neither may end the listening.
                logger.AcceptFailed(failed);
                await Task.Delay(s_pauseAfterFailure, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket, Func<PeerConnection, ConnectionPlace, Task> serve)
    {
        try
        {
            if (!arrivals.TryArrive(PeerAddress.Of((IPEndPoint)socket.RemoteEndPoint!).Host))
            {
                socket.Close(timeout: 0);
                return;
            }

            var connection = new PeerConnection(socket, dialledByUs: false, options.Value.StalledAfter);
            using ConnectionPlace? place = _limits.TryEnter(connection.Remote, () => GiveWay(connection));
            if (place is null)
            {
                logger.TooManyConnections(connection.Remote);
                connection.Abort();
                await connection.CloseAsync();
                return;
            }

            await serve(connection, place);
        }
        catch (SocketException gone) { logger.AcceptFailed(gone); socket.Dispose(); }
        catch (Exception failure) { logger.ConnectionFailed(failure); }
    }

    private void GiveWay(PeerConnection connection)
    {
        logger.GaveWay(connection.Remote);
        connection.Abort();
    }
}
