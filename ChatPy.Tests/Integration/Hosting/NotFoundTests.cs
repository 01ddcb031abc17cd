using System.Net;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Hosting;

public sealed class NotFoundTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Theory]
    [InlineData("nowhere")]
    [InlineData("c")]
    [InlineData("exports/of.html")]
    public async Task Address_ThatSomebodyGoesTo_IsAPageWithItsPolicy(string path)
    {
        using HttpResponseMessage response = await AskAsync(path, "text/html");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("script-src 'self' 'sha256-", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
    }

    [Theory]
    [InlineData("nowhere", "*/*")]
    [InlineData("missing.js", "*/*")]
    [InlineData("missing.png", "image/avif,image/webp,*/*")]
    [InlineData("_framework/missing.js", "text/html")]
    [InlineData("_content/missing.css", "text/html")]
    [InlineData("export/nobody.json", "text/html")]
    public async Task Anything_ThatNobodyGoesTo_IsABareNotFound(string path, string accepted)
    {
        using HttpResponseMessage response = await AskAsync(path, accepted);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(0, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Address_ByAnotherName_IsRefusedAndNoPage()
    {
        RawResponse response = await RawHttp.SendAsync(
            host.PagePort, ["GET /nowhere HTTP/1.1", $"Host: evil.example:{host.PagePort}", "Accept: text/html", "Connection: close"], TestContext.Current.CancellationToken);

        Assert.Equal(421, response.Status);
        Assert.DoesNotContain(response["Content-Type"], type => type.Contains("html", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string accepted)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Process.Page, path));
        request.Headers.Add("Accept", accepted);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
