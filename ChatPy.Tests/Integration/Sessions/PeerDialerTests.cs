using System.Net;
using System.Net.Sockets;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using Microsoft.Extensions.Options;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>Names that stand for several addresses, and addresses that nobody may dial.</summary>
public sealed class PeerDialerTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(4);

    private readonly PeerDialer _dialer = new(Options.Create(new TransportOptions { ConnectTimeout = s_timeout }), TimeProvider.System);

    /// <summary>A name that leads there is no way around it: what it stands for is looked at.</summary>
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.0.0.1")]
    [InlineData("::")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.42.42")]
    [InlineData("ff02::1%1")]
    [InlineData("255.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task Dial_OfWhatIsNoPeersAddress_IsInvalid(string host)
    {
        (PeerConnection? connection, DialFailure? failure) = await _dialer.DialAsync(new PeerAddress(host, 4242), Token);

        Assert.Null(connection);
        Assert.Equal(DialFailure.Invalid, failure);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Dial_OfTheOwnPage_IsSelfAndThePageNoticesNothing(string host)
    {
        using var page = new TcpListener(IPAddress.Loopback, 0);
        page.Start();
        int port = ((IPEndPoint)page.LocalEndpoint).Port;
        var dialer = new PeerDialer(Options.Create(new TransportOptions { PagePort = port }), TimeProvider.System);

        Assert.Equal((null, DialFailure.Self), await dialer.DialAsync(new PeerAddress(host, port), Token));
        Assert.False(page.Pending());
    }

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
