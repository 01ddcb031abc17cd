using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Hosting;

public sealed class OriginTests(RunningHost host) : IClassFixture<RunningHost>
{
    private const string Negotiate = "POST /_blazor/negotiate?negotiateVersion=1";

    private static readonly string[] s_upgrade =
        ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

    /// <summary>{0} stands for the port of the page, {1} for another one; the empty string for no header at all.</summary>
    public static TheoryData<string> ForeignOrigins =>
    [
        "",
        "null",
        "http://evil.example",
        "http://evil.example:{0}",
        "http://localhost",
        "http://localhost:{1}",
        "https://localhost:{0}",
        "http://127.0.0.1:{0}",
        "http://[::1]:{0}",
        "http://localhost:{0}/",
        "http://LOCALHOST:{0}",
        "http://localhost.evil.example:{0}",
        "http://localhost:{0}, http://evil.example",
        "file://",
        "chrome-extension://abcdefghijklmnop",
    ];

    [Theory]
    [MemberData(nameof(ForeignOrigins))]
    public async Task Circuit_AskedForFromElsewhere_IsRefused(string origin)
    {
        Assert.Equal(403, await StatusAsync("GET /_blazor", origin, s_upgrade));
        Assert.Equal(403, await StatusAsync("GET /_blazor?id=abc", origin, s_upgrade));
        Assert.Equal(403, await StatusAsync("GET /_BLAZOR", origin, s_upgrade));
        Assert.Equal(403, await StatusAsync("GET /%5Fblazor", origin, s_upgrade));
        Assert.Equal(403, await StatusAsync(Negotiate, origin));
        Assert.Equal(403, await StatusAsync("GET /_blazor/negotiate", origin));
        Assert.Equal(403, await StatusAsync("POST /_blazor/disconnect", origin));
        Assert.Equal(403, await StatusAsync("OPTIONS /_blazor/negotiate", origin));
    }

    [Theory]
    [MemberData(nameof(ForeignOrigins))]
    public async Task AnythingButReading_FromElsewhere_IsRefused(string origin)
    {
        foreach (string method in (string[])["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
        {
            Assert.Equal(403, await StatusAsync($"{method} /", origin));
        }
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("same-origin, cross-site")]
    [InlineData("nonsense")]
    public async Task Circuit_WhenTheBrowserSaysItComesFromElsewhere_IsRefused(string site)
    {
        string ours = $"http://localhost:{host.PagePort}";

        Assert.Equal(403, await StatusAsync("GET /_blazor", ours, [.. s_upgrade, $"Sec-Fetch-Site: {site}"]));
        Assert.Equal(403, await StatusAsync(Negotiate, ours, $"Sec-Fetch-Site: {site}"));
    }

    [Fact]
    public async Task Circuit_WithTwoOrigins_IsRefused()
    {
        string ours = $"http://localhost:{host.PagePort}";

        Assert.Equal(403, await StatusAsync("GET /_blazor", ours, [.. s_upgrade, "Origin: http://evil.example"]));
    }

    [Fact]
    public async Task Circuit_WithoutAWebSocket_IsRefused()
    {
        string ours = $"http://localhost:{host.PagePort}";

        Assert.Equal(403, await StatusAsync("GET /_blazor?id=abc", ours, "Accept: text/event-stream"));
        Assert.Equal(403, await StatusAsync("POST /_blazor?id=abc", ours));
        Assert.Equal(403, await StatusAsync("DELETE /_blazor?id=abc", ours));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Circuit_AskedForByThePage_IsOpened(string name)
    {
        string ours = $"http://{name}:{host.PagePort}";

        Assert.Equal(101, await StatusAsync("GET /_blazor", ours, s_upgrade, name));
        Assert.Equal(101, await StatusAsync("GET /_blazor", ours, [.. s_upgrade, "Sec-Fetch-Site: same-origin"], name));
        Assert.Equal(200, await StatusAsync(Negotiate, ours, ["Sec-Fetch-Site: same-origin"], name));
    }

    private Task<int> StatusAsync(string request, string origin, params string[] headers) => StatusAsync(request, origin, headers, "localhost");

    private async Task<int> StatusAsync(string request, string origin, string[] headers, string name)
    {
        string[] from = origin.Length == 0 ? [] : ["Origin: " + string.Format(null, origin, host.PagePort, host.PagePort + 1)];
        string[] ending = headers.Contains(s_upgrade[0]) ? [] : ["Connection: close", "Content-Length: 0"];
        string[] lines = [$"{request} HTTP/1.1", $"Host: {name}:{host.PagePort}", .. from, .. headers, .. ending];

        return (await RawHttp.SendAsync(host.PagePort, lines, TestContext.Current.CancellationToken)).Status;
    }
}
