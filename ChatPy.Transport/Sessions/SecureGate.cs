using System.Security.Authentication;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Handshake;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Wire;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Sessions;

/// <summary>From a connection that will speak TLS to a running session: TLS, HELLO and WELCOME, the registry, the handler.</summary>
internal sealed class SecureGate(
    IdentityKey own, IPeerTrust trust, ISessionHandler handler, IPlainRoom room, Func<int> listeningPort, TransportOptions options, TimeProvider time, ILogger<Session> logger) : IDisposable
{
    private static readonly string s_agent = $"ChatPy/{typeof(SecureGate).Assembly.GetName().Version?.ToString(3)}";

    private readonly SessionRegistry _registry = new(own.PeerId, time);
    private readonly ByteString _instance = Handshake.Handshake.NewInstance();

    // A handshake costs milliseconds of CPU on both ends: a flood of them must not starve the sessions that stand. Nor may those whose peers say
    // nothing keep the others waiting.
    private readonly SemaphoreSlim _places = new(options.MaxHandshakes);

    public bool IsConnected(PeerId peer) => _registry.IsClaimed(peer);

    public void Dispose() => _places.Dispose();

    /// <summary>Serves a connection that was accepted, to its end.</summary>
    public async Task AcceptAsync(PeerConnection connection, ConnectionPlace place, CancellationToken stopping)
    {
        (HandshakeResult result, TlsChannel channel) = await ShakeHandsAsync(connection, expected: null, stopping);
        if (result.Outcome == HandshakeOutcome.Established)
        {
            place.Decide();
            await RunAsync(connection, channel, result, stopping);
        }
        else
        {
            logger.HandshakeFailed(connection.Remote, result.Outcome.ToString());
            await channel.DisposeAsync();
        }
    }

    /// <summary>Begins the session of a connection we dialled; the second part of the answer is its life, if it has one. The caller closes the connection.</summary>
    public async Task<(DialResult Result, Task? Session)> DialAsync(
        PeerConnection connection, PeerId? expected, CancellationToken cancellationToken, CancellationToken stopping)
    {
        try
        {
            (HandshakeResult result, TlsChannel channel) = await ShakeHandsAsync(connection, expected, cancellationToken);
            if (result.Outcome == HandshakeOutcome.Established)
            {
                return (new DialResult(Peer: channel.Peer), RunAsync(connection, channel, result, stopping));
            }

            await channel.DisposeAsync();
            return (result.Outcome switch
            {
                HandshakeOutcome.Duplicate => new DialResult(Peer: channel.Peer),
                HandshakeOutcome.Self => new DialResult(Failure: DialFailure.Self),
                HandshakeOutcome.Blocked => new DialResult(Peer: channel.Peer, Failure: DialFailure.Blocked),
                HandshakeOutcome.AnotherPeer => new DialResult(Failure: DialFailure.AnotherPeer),
                _ => new DialResult(Failure: DialFailure.Busy),
            }, null);
        }
        catch (Exception refused) when (refused is AuthenticationException or ProtocolException)
        {
            logger.HandshakeFailed(connection.Remote, refused.Message);
            return (new DialResult(Failure: DialFailure.Protocol), null);
        }
        catch (Exception lost) when (lost is IOException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.HandshakeFailed(connection.Remote, lost.Message);
            return (new DialResult(Failure: DialFailure.Busy), null);
        }
    }

    private async Task<(HandshakeResult Result, TlsChannel Channel)> ShakeHandsAsync(PeerConnection connection, PeerId? expected, CancellationToken cancellationToken)
    {
        TlsChannel channel = await StartTlsAsync(connection, cancellationToken);
        try
        {
            if (channel.Peer == own.PeerId) { return (new HandshakeResult(HandshakeOutcome.Self), channel); }
            if (expected is not null && channel.Peer != expected) { return (new HandshakeResult(HandshakeOutcome.AnotherPeer), channel); }

            using var patience = new CancellationTokenSource(options.HelloTimeout, time);
            using var life = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            var hello = new Hello
            {
                Version = Handshake.Handshake.Version,
                Nickname = room.OwnNickname,
                Agent = s_agent,
                ListeningPort = (uint)listeningPort(),
                Instance = _instance,
            };
            var handshake = new Handshake.Handshake(trust, _registry);
            return (await handshake.RunAsync(channel, channel.Peer, connection.DialledByUs, hello, life.Token), channel);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    private async Task<TlsChannel> StartTlsAsync(PeerConnection connection, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.TlsTimeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await TlsChannel.AuthenticateAsync(connection, own, asServer: !connection.DialledByUs, _places, life.Token);
    }

    private async Task RunAsync(PeerConnection connection, TlsChannel channel, HandshakeResult result, CancellationToken stopping)
    {
        using SessionClaim claim = result.Claim!;
        await using TlsChannel tls = channel;
        await claim.Predecessor;

        using var life = CancellationTokenSource.CreateLinkedTokenSource(stopping, claim.Replaced);
        var session = new Session(channel.Peer, result.Hello!, connection.Remote, connection.DialledByUs, channel, options, time, logger);
        string fingerprint = channel.Peer.ToFingerprint();
        logger.SessionBegan(fingerprint, connection.Remote);
        SessionEnd end;
        try { end = await handler.RunAsync(session, life.Token); }
        catch (OperationCanceledException) when (life.IsCancellationRequested) { end = SessionEnd.Stopped; }   // replaced or stopped before it had begun

        logger.SessionEnded(fingerprint, claim.IsReplaced ? SessionEnd.Replaced : end);
    }
}
