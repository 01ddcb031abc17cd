using System.Net;
using System.Net.Sockets;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using Microsoft.Extensions.Options;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>A name that stands for several addresses.</summary>
public sealed class PeerDialerTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(4);

    private readonly PeerDialer _dialer = new(Options.Create(new TransportOptions { ConnectTimeout = s_timeout }), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As a firewall does, or a machine that is not there: Linux drops who comes to a full queue.</summary>
    [Fact]
    public async Task Connect_FirstAddressSwallowsEverything_TheSecondIsReached()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It takes a second address of loopback, and a queue that is full in silence.");
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        silent.Listen(backlog: 0);
        using var filling = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await filling.ConnectAsync(silent.LocalEndPoint!, Token);
        using var answering = new TcpListener(IPAddress.Loopback, ((IPEndPoint)silent.LocalEndPoint!).Port);
        answering.Start();

        using var life = CancellationTokenSource.CreateLinkedTokenSource(Token);
        life.CancelAfter(s_timeout);

        PeerConnection connection = await _dialer.ConnectAsync([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback], ((IPEndPoint)answering.LocalEndpoint).Port, life.Token);

        Assert.Equal("127.0.0.1", connection.Remote.Host);
        connection.Abort();
    }

    [Fact]
    public async Task Connect_FirstAddressRefusesAndTheSecondHasNoWay_IsRefused()
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));   // and does not listen

        SocketException failed = await Assert.ThrowsAsync<SocketException>(
            () => _dialer.ConnectAsync([IPAddress.Loopback, IPAddress.Parse("fe80::1")], ((IPEndPoint)nobody.LocalEndPoint!).Port, Token));

        Assert.Equal(SocketError.ConnectionRefused, failed.SocketErrorCode);
    }
}
