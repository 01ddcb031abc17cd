using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Support;
using ChatPy.Web.Hosting;

namespace ChatPy.Tests.Integration.Hosting;

/// <summary>On a machine that several people share, each has the page of their own ChatPy and of no other.</summary>
public sealed class ConnectionOwnerTests : IDisposable
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private readonly TemporaryDirectory _tables = new();

    public void Dispose() => _tables.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task IsOwn_AConnectionOfThisProcess_IsIt(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        using var client = new TcpClient(address, ((IPEndPoint)listener.LocalEndpoint).Port);
        using TcpClient server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        Assert.True(ConnectionOwner.OfThisProcess().IsOwn((IPEndPoint)server.Client.RemoteEndPoint!, (IPEndPoint)server.Client.LocalEndPoint!));
    }

    [Fact]
    public async Task IsOwn_AnIPv4AddressReachedByASocketForIPv6_IsIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        await client.ConnectAsync(IPAddress.Loopback.MapToIPv6(), ((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken);
        using TcpClient server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        Assert.True(ConnectionOwner.OfThisProcess().IsOwn((IPEndPoint)server.Client.RemoteEndPoint!, (IPEndPoint)server.Client.LocalEndPoint!));
    }

    [Theory]
    [InlineData(1000, 4711, true)]
    [InlineData(0, 4711, true)]    // root
    [InlineData(1001, 4711, false)]
    [InlineData(0, 0, false)]      // closed by whoever it was
    public void IsOwn_GoesByTheAccountOfTheOtherEnd(int account, int inode, bool isOwn)
    {
        Write("tcp", "   1: 0100007F:1388 0100007F:A5A2 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1\n",
            string.Create(CultureInfo.InvariantCulture, $"   0: 0100007F:A5A2 0100007F:1388 01 00000000:00000000 00:00000000 00000000 {account,5}        0 {inode} 1 0 20 4 30 10 -1\n"));

        Assert.Equal(isOwn, Asked());
    }

    [Fact]
    public void IsOwn_AConnectionThatIsInNoTable_IsNot()
    {
        Write("tcp");
        Write("tcp6");

        Assert.False(Asked());
    }

    [Fact]
    public void IsOwn_ASystemWithoutTables_LetsEverybodyIn() => Assert.True(Asked());

    private bool Asked() => new ConnectionOwner(_tables.Path, 1000).IsOwn(new IPEndPoint(IPAddress.Loopback, 0xA5A2), new IPEndPoint(IPAddress.Loopback, 5000));

    private void Write(string table, params string[] rows) => File.WriteAllText(Path.Combine(_tables.Path, table), Head + string.Concat(rows));
}
