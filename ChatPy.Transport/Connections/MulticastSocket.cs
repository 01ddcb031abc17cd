using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Connections;

/// <summary>
/// Datagrams to and from one IPv4 multicast group, on every network over which somebody may reach this machine. They pass no router. Whatever
/// cannot be sent or heard is lost, as datagrams are.
/// </summary>
internal sealed class MulticastSocket : IDisposable
{
    private readonly IPEndPoint _group;
    private readonly string _listenAddress;
    private readonly ILogger _logger;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private MulticastSocket(IPEndPoint group, string listenAddress, ILogger logger) => (_group, _listenAddress, _logger) = (group, listenAddress, logger);

    /// <summary>Takes the port, which several programs on one machine may share; nothing, and a word in the log, if it cannot be had.</summary>
    /// <param name="group">The group, and the port that all of them use.</param>
    /// <param name="listenAddress">The setting <see cref="TransportOptions.ListenAddress"/>: only networks that lead there count.</param>
    /// <param name="logger">Told of what gets lost.</param>
    public static MulticastSocket? TryOpen(IPEndPoint group, string listenAddress, ILogger logger)
    {
        var opened = new MulticastSocket(group, listenAddress, logger);
        try
        {
            opened._socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            opened._socket.Bind(new IPEndPoint(IPAddress.Any, group.Port));
            return opened;
        }
        catch (SocketException refused)
        {
            logger.DatagramPortTaken(group.Port, refused.Message);
            opened.Dispose();
            return null;
        }
    }

    /// <summary>Hears what is said on the networks that are up now, too. Those already joined stay so.</summary>
    public void Join()
    {
        foreach (int network in Networks()) { Join(network); }
    }

    /// <summary>Joins the networks that are up now, and says <paramref name="datagram"/> on each.</summary>
    public void Send(byte[] datagram)
    {
        foreach (int network in Networks())
        {
            Join(network);
            try
            {
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.HostToNetworkOrder(network));
                _socket.SendTo(datagram, _group);
            }
            catch (SocketException failed) { _logger.DatagramNotSent(network, failed.Message); }
        }
    }

    /// <summary>The next datagram: how much of it <paramref name="buffer"/> took, and where it came from.</summary>
    public async Task<(int Bytes, IPAddress From)> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                SocketReceiveFromResult got = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), cancellationToken);
                return (got.ReceivedBytes, ((IPEndPoint)got.RemoteEndPoint).Address);
            }
            catch (SocketException failed)
            {
                // One that was too long, or the network's word that another one did not arrive.
                _logger.DatagramNotReceived(failed.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Join(int network)
    {
        try { _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(_group.Address, network)); }
        catch (SocketException joined) when (joined.SocketErrorCode == SocketError.AddressAlreadyInUse) { }
        catch (SocketException failed) { _logger.DatagramNotReceived(failed.Message); }
    }

    // By the index that the system gives an interface. Where it cannot be asked nothing is said this time.
    private IReadOnlyList<int> Networks()
    {
        IPAddress? only = ListenAddress.IsAny(_listenAddress) ? null : IPAddress.Parse(_listenAddress);
        try
        {
            return
            [
                .. from network in LocalAddresses.Networks()
                   where network.SupportsMulticast
                   let properties = network.GetIPProperties()
                   let addresses = properties.UnicastAddresses.Select(unicast => unicast.Address).Where(address => address.AddressFamily == AddressFamily.InterNetwork)
                   where only is null ? addresses.Any() : addresses.Contains(only)
                   select properties.GetIPv4Properties().Index,
            ];
        }
        catch (NetworkInformationException unknown)
        {
            _logger.NetworksUnknown(unknown.Message);
            return [];
        }
    }
}
