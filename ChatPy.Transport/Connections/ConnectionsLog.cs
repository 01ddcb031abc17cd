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
}
