using System.Net.Sockets;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Sessions;

/// <summary>A listener, and who comes to it.</summary>
public sealed class ArrivalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_ThatComesTooFast_IsClosedUnreadAndUnserved()
    {
        var options = new TransportOptions { ListenAddress = "127.0.0.1", Port = 0, MaxArrivalsAtOnce = 2 };
        var arrivals = new ArrivalRate(options, static _ => false, new FakeTimeProvider(), NullLogger.Instance) { IsExempt = static _ => false };
        await using var listener = new PeerListener(Options.Create(options), arrivals, new FakeTimeProvider(), NullLogger<PeerListener>.Instance);
        int served = 0;
        listener.Start(async (connection, _) =>
        {
            Interlocked.Increment(ref served);
            await connection.Output.WriteAsync("hello"u8.ToArray(), Token);
        });

        TcpClient[] clients = [new(), new(), new()];
        List<int> heard = [];
        foreach (TcpClient client in clients)
        {
            try
            {
                await client.ConnectAsync(listener.LocalEndPoint!.Address, listener.LocalEndPoint.Port, Token);
                heard.Add(await client.GetStream().ReadAsync(new byte[5], Token));
            }
            catch (Exception reset) when (reset is SocketException or IOException) { heard.Add(0); }
        }

        Assert.Equal([5, 5, 0], heard);
        Assert.Equal(2, served);
        foreach (TcpClient client in clients) { client.Dispose(); }
    }
}
