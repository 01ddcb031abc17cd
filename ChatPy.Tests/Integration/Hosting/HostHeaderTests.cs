using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Hosting;

public sealed class HostHeaderTests(RunningHost host) : IClassFixture<RunningHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Page_AskedForByALocalName_IsServed(string name)
    {
        RawResponse response = await GetAsync("/", $"Host: {name}:{host.PagePort}");

        Assert.Equal(200, response.Status);
    }

    /// <summary>{0} stands for the port of the page, {1} for another one.</summary>
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost:{1}")]
    [InlineData("127.0.0.1:{1}")]
    [InlineData("localhost:80")]
    [InlineData("localhost:0{0}")]
    [InlineData("localhost:")]
    [InlineData("localhost:{0}:{0}")]
    [InlineData("localhost:+{0}")]
    [InlineData("localhost :{0}")]
    [InlineData("localhost. :{0}")]
    [InlineData("localhost.:{0}")]
    [InlineData("LOCALHOST:{0}")]
    [InlineData("localhost.evil.example:{0}")]
    [InlineData("evil.example:{0}")]
    [InlineData("evil.example")]
    [InlineData("evil.example#localhost:{0}")]
    [InlineData("evil.example/localhost:{0}")]
    [InlineData("evil.example,localhost:{0}")]
    [InlineData("localhost:{0},evil.example")]
    [InlineData("localhost:{0}/")]
    [InlineData("user@localhost:{0}")]
    [InlineData("127.0.0.1.nip.io:{0}")]
    [InlineData("localtest.me:{0}")]
    [InlineData("127.1:{0}")]
    [InlineData("127.0.1:{0}")]
    [InlineData("127.0.0.2:{0}")]
    [InlineData("127.000.000.001:{0}")]
    [InlineData("0x7f.0.0.1:{0}")]
    [InlineData("0x7f000001:{0}")]
    [InlineData("2130706433:{0}")]
    [InlineData("0177.0.0.1:{0}")]
    [InlineData("0.0.0.0:{0}")]
    [InlineData("0:{0}")]
    [InlineData("::1:{0}")]
    [InlineData("[::1%lo]:{0}")]
    [InlineData("[0:0:0:0:0:0:0:1]:{0}")]
    [InlineData("[::ffff:127.0.0.1]:{0}")]
    [InlineData("[::]:{0}")]
    [InlineData("192.168.1.20:{0}")]
    [InlineData("10.0.0.2:{0}")]
    [InlineData("*:{0}")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("lócalhost:{0}")]
    public async Task AnyRoute_AskedForByAnotherName_IsRefused(string spelling)
    {
        string name = string.Format(null, spelling, host.PagePort, host.PagePort + 1);
        foreach (string path in (string[])["/", "/_framework/blazor.web.js", "/_blazor/negotiate", "/culture?c=fr", "/nothing/here"])
        {
            RawResponse response = await GetAsync(path, $"Host: {name}");

            Assert.True(response.Status is 421 or 400, $"{path} answered {response.Status} to the host '{name}'.");
        }
    }

    [Fact]
    public async Task Page_WithTwoHosts_IsRefused()
    {
        RawResponse response = await GetAsync("/", $"Host: localhost:{host.PagePort}", "Host: evil.example");

        Assert.Equal(400, response.Status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0", 421)]
    [InlineData("GET / HTTP/1.1", 400)]
    [InlineData("GET http://evil.example/ HTTP/1.0", 421)]
    public async Task Page_WithoutHost_IsRefused(string requestLine, int status)
    {
        RawResponse response = await RawHttp.SendAsync(host.PagePort, [requestLine], Cancellation);

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task Page_WithAForeignAddressInTheRequestLine_IsRefused()
    {
        string[] request = ["GET http://evil.example/ HTTP/1.1", $"Host: localhost:{host.PagePort}", "Connection: close"];

        RawResponse response = await RawHttp.SendAsync(host.PagePort, request, Cancellation);

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task Page_WithAForwardedHost_LooksAtTheRealOne()
    {
        RawResponse response = await GetAsync("/", "Host: evil.example", $"X-Forwarded-Host: localhost:{host.PagePort}", $"Forwarded: host=localhost:{host.PagePort}");

        Assert.Equal(421, response.Status);
    }

    private Task<RawResponse> GetAsync(string path, params string[] headers) =>
        RawHttp.SendAsync(host.PagePort, [$"GET {path} HTTP/1.1", .. headers, "Connection: close"], Cancellation);
}
