using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatPy.Transport.Connections;

/// <summary>The addresses under which a peer can reach this machine.</summary>
internal static class LocalAddresses
{
    /// <summary>IPv4 first, then global IPv6; loopback only where there is nothing else.</summary>
    public static IReadOnlyList<PeerAddress> Of(IPEndPoint listening)
    {
        bool any = listening.Address.Equals(IPAddress.IPv6Any) || listening.Address.Equals(IPAddress.Any);
        IPAddress[] addresses = any ? [.. Reachable()] : [listening.Address];
        if (addresses.Length == 0) { addresses = [IPAddress.Loopback]; }
        return [.. addresses.Select(address => PeerAddress.Of(new IPEndPoint(address, listening.Port)))];
    }

    /// <summary>Whether an address is one of this machine's now: a connection from one that is not is dead, and nobody will ever say so.</summary>
    public static Func<IPAddress, bool> Current()
    {
        HashSet<IPAddress> present = [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)];
        return address => IPAddress.IsLoopback(address) || present.Contains(address);
    }

    /// <summary>The networks that are up and lead to somebody else.</summary>
    /// <exception cref="NetworkInformationException">The system does not say, a process out of files for one.</exception>
    public static IEnumerable<NetworkInterface> Networks() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
        where network.NetworkInterfaceType != NetworkInterfaceType.Loopback
        select network;

    private static IEnumerable<IPAddress> Reachable() =>
        from network in Networks()
        from unicast in network.GetIPProperties().UnicastAddresses
        let address = unicast.Address
        where !IPAddress.IsLoopback(address)
        // Link-local IPv6 needs the name of the other machine's interface, which we cannot know: people could not type it.
        where !address.IsIPv6LinkLocal && !address.IsIPv6Teredo
        orderby address.AddressFamily != AddressFamily.InterNetwork
        select address;
}
