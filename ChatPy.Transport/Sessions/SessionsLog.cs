using ChatPy.Transport.Connections;
using ChatPy.Transport.Wire;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Sessions;

internal static partial class SessionsLog
{
    [LoggerMessage(2000, LogLevel.Information, "Session with {Fingerprint} at {Remote}.")]
    public static partial void SessionBegan(this ILogger logger, string fingerprint, PeerAddress remote);

    [LoggerMessage(2001, LogLevel.Information, "Session with {Fingerprint} ended: {End}.")]
    public static partial void SessionEnded(this ILogger logger, string fingerprint, SessionEnd end);

    [LoggerMessage(2002, LogLevel.Warning, "{Fingerprint} broke the protocol: {Error}.")]
    public static partial void PeerBrokeProtocol(this ILogger logger, string fingerprint, ProtocolError error, Exception broken);

    [LoggerMessage(2003, LogLevel.Information, "{Fingerprint} vanished: {Reason}")]
    public static partial void PeerVanished(this ILogger logger, string fingerprint, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "No session with {Remote}: {Reason}")]
    public static partial void HandshakeFailed(this ILogger logger, PeerAddress remote, string reason);

    [LoggerMessage(2005, LogLevel.Information, "Plain peer at {Remote}.")]
    public static partial void PlainBegan(this ILogger logger, PeerAddress remote);

    [LoggerMessage(2008, LogLevel.Error, "A session failed; only it was closed.")]
    public static partial void SessionFailed(this ILogger logger, Exception failure);
}
