using System.Net;
using System.Net.Sockets;
using ChatPy.Transport.Connections;

namespace ChatPy.Tests.Integration.Sessions;

public sealed class PeerConnectionTests
{
    private const int Tcp = 6, UserTimeout = 18, LongestRetry = 44;   // linux/tcp.h

    /// <summary>Both are numbers to the class library: whether they are the right ones, only the kernel knows.</summary>
    [Fact]
    public async Task Connection_TellsTheKernelWhenToSendAgainAndWhenToGiveUp()
    {
        if (!OperatingSystem.IsLinux()) { return; }   // there is nothing to ask
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);

        _ = new PeerConnection(socket, dialledByUs: true, lostAfter: TimeSpan.FromSeconds(30));

        Assert.Equal(30_000, Ask(socket, UserTimeout));
        if (Environment.OSVersion.Version >= new Version(6, 15)) { Assert.Equal(2_000, Ask(socket, LongestRetry)); }
    }

    private static int Ask(Socket socket, int option)
    {
        byte[] answer = new byte[sizeof(int)];
        socket.GetRawSocketOption(Tcp, option, answer);
        return BitConverter.ToInt32(answer);
    }
}
