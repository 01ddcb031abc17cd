using ChatPy.Transport.Connections;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Plain;

internal static partial class PlainLog
{
    [LoggerMessage(2500, LogLevel.Information, "Plain peer {Peer}: session over ({End})")]
    public static partial void PlainSessionOver(this ILogger logger, PeerAddress peer, SessionEnd end);

    [LoggerMessage(2501, LogLevel.Warning, "{Peer} sent an HTTP request to the peer port; a web page may be trying to write into the chat. Closed, nothing stored")]
    public static partial void HttpRequestRefused(this ILogger logger, PeerAddress peer);

    [LoggerMessage(2503, LogLevel.Warning, "{Peer} sent more than {Limit} bytes without an end. Closed")]
    public static partial void LineTooLong(this ILogger logger, PeerAddress peer, int limit);

    [LoggerMessage(2504, LogLevel.Warning, "{Peer} did not finish a line within {Limit}. Closed")]
    public static partial void LineTooSlow(this ILogger logger, PeerAddress peer, TimeSpan limit);

    [LoggerMessage(2505, LogLevel.Information, "Plain peer {Peer}: the connection broke")]
    public static partial void PlainPeerVanished(this ILogger logger, PeerAddress peer, Exception lost);
}
