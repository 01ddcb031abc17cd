using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Every way a dial can fail has its own word. Where the machine allows it, on a cable where nobody answers.</summary>
[Trait("Category", "E2E")]
public sealed class ConnectErrorTests(Browser browser) : IAsyncLifetime
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(6);

    private readonly TemporaryDirectory _data = new();
    private NetworkNamespaces? _cable;
    private ChatPyProcess? _process;

    /// <summary>A reason and an address that gives it; {0} stands for our own port.</summary>
    public static TheoryData<string, string> Addresses
    {
        get
        {
            TheoryData<string, string> everywhere = new()
            {
                { "name", "nobody-has-this-name.invalid" },
                { "unreachable", "[fe80::1%nosuch0]:4242" },
                { "self", "127.0.0.1:{0}" },
                { "refused", "127.0.0.1:1" },
                { "invalid", "10.0.0.256" },
                { "invalid", "10.0.0.2:99999" },
                { "invalid", "http://10.0.0.2/" },
                { "invalid", "two words" },
            };
            if (!NetworkNamespaces.AreAllowed) { return everywhere; }

            everywhere.Add("refused", $"{NetworkNamespaces.SecondAddress}:4242");
            everywhere.Add("timeout", NetworkNamespaces.SilentAddress);
            everywhere.Add("unreachable", NetworkNamespaces.NobodysAddress);
            everywhere.Add("unreachable", "10.78.0.1");
            everywhere.Add("self", $"{NetworkNamespaces.FirstAddress}:{{0}}");
            return everywhere;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (NetworkNamespaces.AreAllowed) { _cable = await NetworkNamespaces.CreateAsync(); }
        var settings = new ChatPySettings(_data.Path) { ListenAddress = "any", Namespace = _cable?.First };
        _process = await ChatPyProcess.StartAsync(settings, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) { await _process.DisposeAsync(); }
        if (_cable is not null) { await _cable.DisposeAsync(); }
        _data.Dispose();
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Dialling_InVain_SaysWhyInTime(string reason, string address)
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, _process!);
        long start = Stopwatch.GetTimestamp();

        string shown = await page.DialInVainAsync(string.Format(null, address, _process!.Settings.PeerPort));

        Assert.Equal(reason, shown);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_bound);
        Assert.Equal(0, await page.Conversations.CountAsync());
    }

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
