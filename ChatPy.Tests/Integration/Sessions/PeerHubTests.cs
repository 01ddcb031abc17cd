using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Support;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Handshake;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>Dials a program made by hand on loopback.</summary>
public sealed class PeerHubTests : IAsyncLifetime, IPeerTrust, IPlainRoom, ISessionHandler
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _isPlain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IdentityKey _key = null!;
    private PeerHub _hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    string IPlainRoom.OwnNickname => "Anna";

    IReadOnlyCollection<string> IPlainRoom.Names => ["Anna"];

    public ValueTask InitializeAsync()
    {
        _key = IdentityKey.LoadOrCreate(_directory.Path);
        // Without any patience whoever does not greet at once is plain.
        _hub = new PeerHub(_key, this, this, this, Options.Create(new TransportOptions { BannerTimeout = TimeSpan.Zero }), TimeProvider.System, NullLoggerFactory.Instance);
        _other.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _other.Dispose();
        _key.Dispose();
        _directory.Dispose();
    }

    /// <summary>A ChatPy on a machine so slow that it greets later than a plain peer is waited for, each time.</summary>
    [Fact]
    public async Task Dial_OfOneThatGreetsLate_IsMadeAgainWithThePatienceForAChatPy()
    {
        Task<DialResult> dialling = _hub.DialAsync(PeerAddress.Of((IPEndPoint)_other.LocalEndpoint), expected: null, evenPlain: false, Token);
        using (TcpClient first = await _other.AcceptTcpClientAsync(Token))
        {
            await _isPlain.Task.WaitAsync(Token);
            Assert.NotNull((await dialling).Plain);
            await first.GetStream().WriteAsync(Banner.Line.ToArray(), Token);

            using TcpClient second = await _other.AcceptTcpClientAsync(Token);
            await second.GetStream().WriteAsync(Banner.Line.ToArray(), Token);

            byte[] said = new byte[1];
            Assert.Equal(1, await second.GetStream().ReadAsync(said, Token));
            Assert.Equal(0x16, said[0]);   // TLS
        }
    }

    bool IPeerTrust.IsBlocked(PeerId peer) => false;

    bool IPeerTrust.IsKnownAddress(PeerAddress address) => false;

    bool IPeerTrust.IsKnownHost(string host) => false;

    Task<SessionEnd> ISessionHandler.RunAsync(Session session, CancellationToken cancellationToken) => Task.FromResult(SessionEnd.Stopped);

    Task<SessionEnd> ISessionHandler.RunAsync(PlainSession session, CancellationToken cancellationToken)
    {
        _isPlain.TrySetResult();
        return session.RunAsync((_, _) => ValueTask.CompletedTask, cancellationToken);
    }
}
