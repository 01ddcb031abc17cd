using System.Buffers;
using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Support;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Handshake;
using ChatPy.Transport.Identity;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>TLS over loopback.</summary>
public sealed class TlsChannelTests : IDisposable
{
    // More than the system takes for a peer that reads nothing.
    private const int Much = 32 * 1024 * 1024;

    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);

    private readonly TemporaryDirectory _a = new(), _b = new();
    private readonly SemaphoreSlim _places = new(1);   // of which one that waited would keep the other from answering

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _places.Dispose();
    }

    /// <summary>The next session with this peer waits until this one is over.</summary>
    [Fact]
    public async Task Dispose_WhileThePeerReadsNothing_LeavesWhatWasNotWritten()
    {
        using IdentityKey own = IdentityKey.LoadOrCreate(_a.Path), peers = IdentityKey.LoadOrCreate(_b.Path);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint, Token);
        using Socket accepted = await listener.AcceptSocketAsync(Token);
        Task<TlsChannel> accepting = TlsChannel.AuthenticateAsync(new PeerConnection(accepted, dialledByUs: false, s_never), peers, asServer: true, _places, Token);
        TlsChannel channel = await TlsChannel.AuthenticateAsync(new PeerConnection(socket, dialledByUs: true, s_never), own, asServer: false, _places, Token);
        await accepting;
        using var patience = new CancellationTokenSource();
        channel.Output.Write(new byte[Much]);
        Task flushing = channel.Output.FlushAsync(patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);

        await channel.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);
    }
}
