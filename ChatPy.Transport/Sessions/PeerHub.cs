using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Handshake;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPy.Transport.Sessions;

/// <summary>
/// Everything that happens on the peer port: listens, dials, finds out who speaks what, and gives each session to the
/// <see cref="ISessionHandler"/>. One peer's misbehaviour ends its own connection and nothing else.
/// </summary>
public sealed class PeerHub : IAsyncDisposable
{
    private readonly PeerListener _listener;
    private readonly PeerDialer _dialer;
    private readonly SecureGate _secure;
    private readonly PlainGate _plain;
    private readonly IPeerTrust _trust;
    private readonly TransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PeerHub> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _running = [];

    // All but the plain ones.
    private readonly ConcurrentDictionary<PeerConnection, byte> _replaceable = [];
    private bool _isDisposed;

    /// <summary>Wires the parts; nothing listens or dials yet.</summary>
    public PeerHub(IdentityKey own, IPeerTrust trust, ISessionHandler handler, IPlainRoom room, IOptions<TransportOptions> options, TimeProvider time, ILoggerFactory logging)
    {
        ArgumentNullException.ThrowIfNull(options);

        _options = options.Value;
        _trust = trust;
        _time = time;
        _logger = logging.CreateLogger<PeerHub>();
        _listener = new PeerListener(
            options, new ArrivalRate(options.Value, trust.IsKnownHost, time, logging.CreateLogger<ArrivalRate>()), time, logging.CreateLogger<PeerListener>());
        _dialer = new PeerDialer(options, time);
        _secure = new SecureGate(own, trust, handler, room, () => Port ?? 0, _options, time, logging.CreateLogger<Session>());
        _plain = new PlainGate(handler, room, _options, time, logging.CreateLogger<PlainSession>());
    }

    /// <summary>Whether this system has what sessions with ChatPys need; plain ones need nothing.</summary>
    public static bool HasSecureSessions => TlsChannel.IsSupported;

    /// <summary>What peers can enter to reach this machine; empty while it does not listen.</summary>
    public IReadOnlyList<PeerAddress> Addresses => _listener.LocalEndPoint is IPEndPoint end ? LocalAddresses.Of(end) : [];

    /// <summary>The TCP port on which peers reach this machine; nothing while it does not listen.</summary>
    public int? Port => _listener.LocalEndPoint?.Port;

    /// <summary>Starts to accept peers.</summary>
    /// <exception cref="StartException">The port is taken, or the address is not one of this machine's.</exception>
    public void StartListening() => _listener.Start((connection, place) => Track(AcceptAsync(connection, place)));

    /// <summary>Stops to accept peers; the sessions that stand go on.</summary>
    public Task StopListeningAsync() => _listener.StopAsync();

    /// <summary>Whether there is a session with this peer, or one about to begin.</summary>
    public bool IsConnected(PeerId peer) => _secure.IsConnected(peer);

    /// <summary>Connects to <paramref name="address"/> and finds out who is there. Returns when the session stands; it then runs by itself.</summary>
    /// <param name="address">Where.</param>
    /// <param name="expected">The only peer that will do; nothing if whoever answers is welcome.</param>
    /// <param name="evenPlain">The person insists: speak plainly even to an address known as ChatPy.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<DialResult> DialAsync(PeerAddress address, PeerId? expected, bool evenPlain, CancellationToken cancellationToken) =>
        DialAsync(address, expected, evenPlain, isChatPy: false, cancellationToken);

    private async Task<DialResult> DialAsync(PeerAddress address, PeerId? expected, bool evenPlain, bool isChatPy, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        (PeerConnection? connection, DialFailure? failure) = await _dialer.DialAsync(address, life.Token);
        if (connection is null) { return new DialResult(Failure: failure); }

        // A name, or another way to write an address, leads to what may be known as numbers.
        bool mustBeChatPy = isChatPy || (!evenPlain && (expected is not null || _trust.IsKnownAddress(address) || _trust.IsKnownAddress(connection.Remote)));
        try
        {
            TimeSpan patience = mustBeChatPy ? _options.KnownBannerTimeout : _options.BannerTimeout;
            BannerKind banner = await Banner.ReadAsync(connection.Input, patience, _time, life.Token);
            if (banner == BannerKind.ChatPy)
            {
                _replaceable.TryAdd(connection, 0);
                (DialResult result, Task? session) = await _secure.DialAsync(connection, expected, life.Token, _stopping.Token);
                if (session is not null)
                {
                    _ = Track(RunDialledAsync(connection, session));
                    return result;
                }

                await CloseAsync(connection);
                return result;
            }

            if (banner == BannerKind.Closed || mustBeChatPy)
            {
                await CloseAsync(connection);
                return new DialResult(Failure: banner == BannerKind.Closed ? DialFailure.Busy : DialFailure.NotChatPy);
            }

            PlainSession plain = _plain.Open(connection, address);
            _ = Track(RunDialledAsync(connection, plain, address));
            return new DialResult(Plain: plain);
        }
        catch (IOException)
        {
            await CloseAsync(connection);
            return new DialResult(Failure: DialFailure.Busy);
        }
        catch
        {
            await CloseAsync(connection);
            throw;
        }
    }

    /// <summary>
    /// This machine's addresses have changed: sessions from one that is gone end at once, instead of being found silent much later. Plain
    /// connections stay: the address may come back, and theirs cannot be made again.
    /// </summary>
    public void DropDeadEnds()
    {
        Func<IPAddress, bool> isOurs = LocalAddresses.Current();
        foreach (PeerConnection dead in _replaceable.Keys.Where(connection => !isOurs(connection.Local))) { dead.Abort(); }
    }

    /// <summary>Ends every session with a goodbye, and stops to listen.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _listener.StopAsync();
        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) { return; }

        _isDisposed = true;
        await StopAsync();
        _secure.Dispose();
        _stopping.Dispose();
    }

    private async Task RunDialledAsync(PeerConnection connection, PlainSession plain, PeerAddress address)
    {
        SessionEnd end;
        try { end = await _plain.RunAsync(connection, plain, _stopping.Token); }
        finally { await CloseAsync(connection); }

        // It greeted later than a plain peer is given: nothing was said yet, so speak to it as it wants. Once, and with the patience that it needs.
        if (end == SessionEnd.SpokeChatPy) { await DialAsync(address, expected: null, evenPlain: false, isChatPy: true, _stopping.Token); }
    }

    private async Task AcceptAsync(PeerConnection connection, ConnectionPlace place)
    {
        try
        {
            _replaceable.TryAdd(connection, 0);
            await connection.Output.WriteAsync(Banner.Line.ToArray(), _stopping.Token);
            // A ChatPy whose network went away in the middle is silent too, and is not to appear as somebody new.
            TimeSpan patience = _trust.IsKnownHost(connection.Remote.Host) ? _options.KnownBannerTimeout : _options.FirstByteTimeout;
            switch (await FirstBytes.PeekAsync(connection.Input, patience, _time, _stopping.Token))
            {
                case FirstByte.Tls:
                    await _secure.AcceptAsync(connection, place, _stopping.Token);
                    break;
                case FirstByte.Plain:
                case FirstByte.Silent:
                    // A script may well wait for the other to speak first: it is shown, and the person may.
                    place.Decide();
                    _replaceable.TryRemove(connection, out _);
                    SessionEnd end = await _plain.RunAsync(connection, _plain.Open(connection, dialled: null), _stopping.Token);
                    if (end != SessionEnd.SpokeTls) { break; }

                    _replaceable.TryAdd(connection, 0);
                    await _secure.AcceptAsync(connection, place, _stopping.Token);
                    break;
                case FirstByte.Closed:
                    break;
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { }
        catch (Exception refused) when (refused is IOException or AuthenticationException or ProtocolException or OperationCanceledException)
        {
            _logger.HandshakeFailed(connection.Remote, refused.Message);
        }
        finally { await CloseAsync(connection); }
    }

    private async Task RunDialledAsync(PeerConnection connection, Task session)
    {
        try { await session; }
        finally { await CloseAsync(connection); }
    }

    private Task CloseAsync(PeerConnection connection)
    {
        _replaceable.TryRemove(connection, out _);
        return connection.CloseAsync();
    }

    private async Task Track(Task task)
    {
        _running.TryAdd(task, 0);
        try { await task; }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { }
        catch (Exception failure) { _logger.SessionFailed(failure); }
        finally { _running.TryRemove(task, out _); }
    }
}
