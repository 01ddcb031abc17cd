using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.EndToEnd;

/// <summary>The one way a dial fails that needs somebody at the other end.</summary>
[Trait("Category", "E2E")]
public sealed class BusyPeerTests(Browser browser)
{
    [Fact]
    public async Task Dialling_APeerThatHangsUp_SaysItIsBusy()
    {
        using var data = new TemporaryDirectory();
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(data.Path), TestContext.Current.CancellationToken);
        await using ChatPage page = await ChatPage.OpenAsync(browser, process);
        Task hangingUp = HangUpAsync(peer, TestContext.Current.CancellationToken);

        Assert.Equal("busy", await page.DialInVainAsync($"127.0.0.1:{((IPEndPoint)peer.LocalEndpoint).Port}"));
        await hangingUp;
    }

    private static async Task HangUpAsync(TcpListener peer, CancellationToken cancellationToken)
    {
        using TcpClient caller = await peer.AcceptTcpClientAsync(cancellationToken);
        await caller.GetStream().WriteAsync("ChatPy/1 ready.\n"u8.ToArray(), cancellationToken);
    }
}
