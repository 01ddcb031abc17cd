using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPy.Load.Peers;

/// <summary>ChatPy's wire with nothing behind it: what arrives is given to the run, and nothing is stored.</summary>
internal sealed class MemoryNode : ISessionHandler, IPeerTrust, IPlainRoom, IAsyncDisposable
{
    private readonly TaskCompletionSource<Session> _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Session, Envelope, CancellationToken, ValueTask> _receive;
    private readonly IdentityKey _key;
    private readonly PeerHub _hub;

    /// <param name="port">Where it listens once it is told to.</param>
    /// <param name="receive">Gets each envelope.</param>
    public MemoryNode(int port, Func<Session, Envelope, CancellationToken, ValueTask> receive)
    {
        _receive = receive;
        _key = CreateKey();
        IOptions<TransportOptions> options = Options.Create(new TransportOptions { Port = port, ListenAddress = "127.0.0.1" });
        _hub = new PeerHub(_key, this, this, this, options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public string OwnNickname => "Memory";

    public IReadOnlyCollection<string> Names => [OwnNickname];

    public void Listen() => _hub.StartListening();

    /// <summary>Dials another; returns the session once it runs.</summary>
    public async Task<Session> DialAsync(int port, CancellationToken cancellationToken)
    {
        DialResult result = await _hub.DialAsync(new PeerAddress("127.0.0.1", port), expected: null, evenPlain: false, cancellationToken);
        return result.Peer is null ? throw new InvalidOperationException($"Nobody was met: {result.Failure}.") : await _met.Task.WaitAsync(cancellationToken);
    }

    public Task<SessionEnd> RunAsync(Session session, CancellationToken cancellationToken)
    {
        _met.TrySetResult(session);
        return session.RunAsync((envelope, token) => _receive(session, envelope, token), cancellationToken);
    }

    public Task<SessionEnd> RunAsync(PlainSession session, CancellationToken cancellationToken) => Task.FromResult(SessionEnd.Stopped);

    public bool IsBlocked(PeerId peer) => false;

    public bool IsKnownAddress(PeerAddress address) => false;

    public bool IsKnownHost(string host) => false;

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _key.Dispose();
    }

    private static IdentityKey CreateKey()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-key-");
        try { return IdentityKey.LoadOrCreate(folder.FullName); }
        finally { folder.Delete(recursive: true); }
    }
}
