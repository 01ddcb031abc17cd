using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatPy.Transport.Connections;

/// <summary>Where a peer may be reached: an IP address or a name, and a TCP port. A hint, never an identity.</summary>
/// <param name="Host">An IPv4 or IPv6 address (with zone, without brackets) or a host name.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record PeerAddress(string Host, int Port)
{
    /// <summary>
    /// Reads what a person types: <c>10.0.0.2</c>, <c>10.0.0.2:4243</c>, <c>[fe80::1%eth0]:4242</c>, <c>fe80::1</c>, <c>host.local</c>.
    /// </summary>
    /// <param name="text">What was typed; white space around it does not count.</param>
    /// <param name="defaultPort">The port where none is typed.</param>
    /// <param name="address">The address, hosts in lower case.</param>
    public static bool TryParse(string? text, int defaultPort, [NotNullWhen(true)] out PeerAddress? address)
    {
        address = null;
        text = text?.Trim() ?? "";
        string host = text;
        int port = defaultPort;

        if (text.StartsWith('['))
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0) { return false; }

            host = text[1..close];
            string rest = text[(close + 1)..];
            if (!IsIPv6(host) || (rest.Length > 0 && (rest[0] != ':' || !TryParsePort(rest[1..], out port)))) { return false; }
        }
        else if (!IsIPv6(text) && text.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon)
        {
            host = text[..colon];
            if (!TryParsePort(text[(colon + 1)..], out port)) { return false; }
        }

        if (!IsIPv6(host) && !IsIPv4(host) && !IsName(host)) { return false; }

        // The zone of an IPv6 address is the name of an interface, and those tell capitals apart.
        address = new PeerAddress(IsIPv6(host) ? host : IsIPv4(host) ? Decimal(host) : host.ToLowerInvariant(), port);
        return true;
    }

    /// <summary>The address of the other end of a socket.</summary>
    public static PeerAddress Of(IPEndPoint end)
    {
        ArgumentNullException.ThrowIfNull(end);
        IPAddress ip = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        return new PeerAddress(ip.ToString(), end.Port);
    }

    /// <summary><c>10.0.0.2:4242</c> or <c>[fe80::1%eth0]:4242</c>: what <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    // A zone may be a name (eth0) that this machine does not have: then the address is well formed and merely unreachable.
    private static bool IsIPv6(string host)
    {
        int zone = host.IndexOf('%', StringComparison.Ordinal);
        string bare = zone < 0 ? host : host[..zone];
        return zone != host.Length - 1
            && bare.Contains(':', StringComparison.Ordinal)
            && IPAddress.TryParse(bare, out IPAddress? ip)
            && ip.AddressFamily == AddressFamily.InterNetworkV6;
    }

    // Four numbers only: the class library also reads "10.2", "0x7f.1" and "3232235777", which people type by mistake.
    private static bool IsIPv4(string host) =>
        host.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit) && int.Parse(part, CultureInfo.InvariantCulture) <= 255);

    // "192.168.001.010" is what it looks like: the class library reads numbers with a zero in front as octal, and would dial 192.168.1.8.
    private static string Decimal(string ipv4) => string.Join('.', ipv4.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)));

    // A name whose last part is a number (also 0x7f) is read as an IPv4 address by resolvers, in forms nobody types on purpose.
    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && label[2..].All(char.IsAsciiHexDigit));

    private static bool IsName(string host) =>
        host.Length is > 0 and <= 253
        && !IsNumber(host[(host.LastIndexOf('.') + 1)..])
        && host.Split('.').All(label => label.Length is > 0 and <= 63
            && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && label[0] != '-' && label[^1] != '-');
}
