using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Hosting;

public sealed class StartTests : IDisposable
{
    private const int CannotStart = 2;

    private readonly TemporaryDirectory _data = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_WithFreePorts_SaysWhereThePageThePeersAndTheDataAre()
    {
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(_data.Path), Cancellation);

        Assert.Contains($"http://localhost:{process.Settings.PagePort}", process.Output);
        Assert.Contains(process.Address, process.Output);
        Assert.Contains(_data.Path, process.Output);
        Assert.DoesNotContain("warn:", process.Output);
    }

    [Fact]
    public async Task Start_PagePortTaken_NamesTheSettingAndEnds()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;

        string output = await FailToStartAsync(new ChatPySettings(_data.Path) { PagePort = taken });

        Assert.Contains($"http://localhost:{taken}", output);
        Assert.Contains("--urls", output);
        Assert.Contains("ASPNETCORE_URLS", output);
    }

    [Fact]
    public async Task Start_PeerPortTaken_NamesTheSettingAndEnds()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;

        string output = await FailToStartAsync(new ChatPySettings(_data.Path) { PeerPort = taken });

        Assert.Contains($"{taken}", output);
        Assert.Contains("ChatPy:Port", output);
    }

    [Fact]
    public async Task Start_DataDirectoryTaken_NamesTheSettingAndEnds()
    {
        await using ChatPyProcess first = await ChatPyProcess.StartAsync(new ChatPySettings(_data.Path), Cancellation);

        string output = await FailToStartAsync(new ChatPySettings(_data.Path));

        Assert.Contains(_data.Path, output);
        Assert.Contains("ChatPy:DataDirectory", output);
    }

    [Fact]
    public async Task Start_SeveralBadSettings_NamesThemAllAtOnce()
    {
        string output = await FailToStartAsync(new ChatPySettings(_data.Path)
        {
            More = ["--ChatPy:Port", "abc", "--ChatPy:Prot", "4243", "--ChatPy:MaxHandshakes", "0", "--ChatPy:ConnectTimeout", "soon", "--urls", "http://0.0.0.0:5001"],
        });

        Assert.Contains("ChatPy:Port: 'abc' is not a whole number", output);
        Assert.Contains("ChatPy:Prot is not a setting. Did you mean ChatPy:Port?", output);
        Assert.Contains("ChatPy:MaxHandshakes must be between 1 and 1024", output);
        Assert.Contains("ChatPy:ConnectTimeout: 'soon' is not a time", output);
        Assert.Contains("http://0.0.0.0:5001", output);
    }

    [Theory]
    [InlineData("ChatPy:Port", "65536")]
    [InlineData("ChatPy:Port", "-1")]
    [InlineData("ChatPy:Port", "")]
    [InlineData("ChatPy:Port", "4242.5")]
    [InlineData("ChatPy:ListenAddress", "somewhere nice")]
    [InlineData("ChatPy:Nickname:First", "Léa")]
    [InlineData("ChatPy:Data", "/tmp")]
    public async Task Start_BadSetting_IsNamedByItsKey(string key, string value)
    {
        string output = await FailToStartAsync(new ChatPySettings(_data.Path) { More = [$"--{key}={value}"] });

        Assert.Contains(key.Replace(":First", "", StringComparison.Ordinal), output);
    }

    [Theory]
    [InlineData("--port", "4243")]
    [InlineData("--Port=4243")]
    [InlineData("--nickname", "Léa")]
    public async Task Start_SettingWithoutItsSection_IsToldHowToWriteIt(params string[] arguments)
    {
        string output = await FailToStartAsync(new ChatPySettings(_data.Path) { More = arguments });

        Assert.Contains(arguments[0].Split('=')[0] + " is not a setting. Did you mean --ChatPy:", output);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5001")]
    [InlineData("http://*:5001")]
    [InlineData("http://+:5001")]
    [InlineData("http://[::]:5001")]
    [InlineData("http://192.168.1.20:5001")]
    [InlineData("http://my-computer:5001")]
    [InlineData("http://localhost:5001;http://0.0.0.0:5002")]
    [InlineData("https://localhost:5001")]
    [InlineData("http://localhost:0")]
    [InlineData("http://localhost:5001/chat")]
    [InlineData("http://unix:/tmp/chatpy.sock")]
    [InlineData("localhost:5001")]
    [InlineData("5001")]
    public async Task Start_PageBeyondThisMachine_IsRefused(string urls)
    {
        string output = await FailToStartAsync(new ChatPySettings(_data.Path) { More = ["--urls", urls] });

        Assert.Contains("--urls", output);
        Assert.Contains(urls.Split(';')[^1], output);
    }

    [Fact]
    public async Task Start_KestrelEndpointsInSettings_AreRefused()
    {
        string output = await FailToStartAsync(new ChatPySettings(_data.Path) { More = ["--Kestrel:Endpoints:All:Url", "http://0.0.0.0:5001"] });

        Assert.Contains("Kestrel:Endpoints", output);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:0")]
    public async Task Start_AFreePagePort_IsShown(string urls)
    {
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(_data.Path) { More = ["--urls", urls] }, Cancellation);

        Assert.Matches($"{urls[..^2].Replace("[", "\\[", StringComparison.Ordinal)}:[1-9]", process.Output);
    }

    public static TheoryData<string> WaysToStop => OperatingSystem.IsWindows() ? ["BREAK"] : ["INT", "TERM"];

    [Theory]
    [MemberData(nameof(WaysToStop))]
    public async Task Stop_AskedTo_EndsSoonWithoutComplaint(string signal)
    {
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(_data.Path), Cancellation);

        (int exitCode, TimeSpan took) = await process.StopAsync(signal, Cancellation);

        Assert.Equal(0, exitCode);
        Assert.True(took < TimeSpan.FromSeconds(3), $"It took {took}.");
        Assert.DoesNotContain("fail:", process.Output);
    }

    [Fact]
    public async Task Start_TheKeysOfThePage_AreKeptForTheirOwnerOnly()
    {
        await using ChatPyProcess process = await ChatPyProcess.StartAsync(new ChatPySettings(_data.Path), Cancellation);
        using var client = new HttpClient();
        await client.GetStringAsync(process.Page, Cancellation);

        string key = Assert.Single(Directory.GetFiles(Path.Combine(_data.Path, "page-keys")));

        Assert.True(IsForItsOwnerOnly(key));
        Assert.True(IsForItsOwnerOnly(_data.Path));
    }

    // A user's folder is that user's alone on Windows, and files inherit it.
    private static bool IsForItsOwnerOnly(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) == 0;

    private static async Task<string> FailToStartAsync(ChatPySettings settings)
    {
        (int exitCode, string output) = await ChatPyProcess.RunToEndAsync(settings.ToArguments(), Cancellation);

        Assert.Equal(CannotStart, exitCode);
        Assert.DoesNotContain("   at ", output);
        Assert.DoesNotContain("fail:", output);
        Assert.DoesNotContain("Exception", output);
        return output;
    }
}
