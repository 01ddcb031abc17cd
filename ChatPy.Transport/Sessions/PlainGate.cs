using ChatPy.Transport.Connections;
using ChatPy.Transport.Plain;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Sessions;

/// <summary>From a connection that speaks no TLS to a running session with a plain peer.</summary>
internal sealed class PlainGate(ISessionHandler handler, IPlainRoom room, TransportOptions options, TimeProvider time, ILogger<PlainSession> logger)
{
    /// <summary>Makes the session; the caller runs it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="dialled">The address a person typed; nothing if the peer came by itself.</param>
    public PlainSession Open(PeerConnection connection, PeerAddress? dialled) =>
        new(connection, dialled ?? connection.Remote, dialled is not null, room, options, time, logger);

    /// <summary>Runs the session to its end; closing the connection is the caller's.</summary>
    public async Task<SessionEnd> RunAsync(PeerConnection connection, PlainSession session, CancellationToken stopping)
    {
        logger.PlainBegan(connection.Remote);
        return await handler.RunAsync(session, stopping);
    }
}
