using System.Net;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Connections;

internal static partial class ConnectionsLog
{
    [LoggerMessage(1000, LogLevel.Debug, "Listening for peers on {EndPoint}.")]
    public static partial void Listening(this ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(1001, LogLevel.Warning, "A connection could not be accepted; going on.")]
    public static partial void AcceptFailed(this ILogger logger, Exception failure);

    [LoggerMessage(1002, LogLevel.Warning, "A connection from {Remote} was closed: too many are open.")]
    public static partial void TooManyConnections(this ILogger logger, PeerAddress remote);

    [LoggerMessage(1003, LogLevel.Error, "Serving a connection failed.")]
    public static partial void ConnectionFailed(this ILogger logger, Exception failure);

    [LoggerMessage(1004, LogLevel.Debug, "A datagram could not be sent on network {Index}: {Reason}")]
    public static partial void DatagramNotSent(this ILogger logger, int index, string reason);

    [LoggerMessage(1005, LogLevel.Debug, "Datagrams could not be received; going on: {Reason}")]
    public static partial void DatagramNotReceived(this ILogger logger, string reason);

    [LoggerMessage(1006, LogLevel.Warning, "Machines nearby cannot be found, nor find this one: UDP port {Port}: {Reason}. Addresses typed by hand work all the same.")]
    public static partial void DatagramPortTaken(this ILogger logger, int port, string reason);

    [LoggerMessage(1007, LogLevel.Warning, "The system does not say which networks there are; going on: {Reason}")]
    public static partial void NetworksUnknown(this ILogger logger, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "Connections from {Source} come too fast: none is accepted for {Bar}.")]
    public static partial void SourceBarred(this ILogger logger, string source, TimeSpan bar);

    [LoggerMessage(1009, LogLevel.Information, "A connection from {Remote} was closed: too many have come since, and it has not said who it is.")]
    public static partial void GaveWay(this ILogger logger, PeerAddress remote);
}
