using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.Integration.Hosting;

public sealed partial class SecurityHeadersTests(RunningHost host) : IClassFixture<RunningHost>
{
    [GeneratedRegex("""<script type="importmap"[^>]*>(?<map>.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex ImportMap();

    [GeneratedRegex("""<script(?![^>]*\b(src=|type="importmap"))""")]
    private static partial Regex InlineScript();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_Always_ComesWithItsPolicy()
    {
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.GetAsync(host.Process.Page, Cancellation);
        string page = await response.Content.ReadAsStringAsync(Cancellation);
        string map = ImportMap().Match(page).Groups["map"].Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map)));

        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        Assert.Equal(
            [
                "default-src 'self'",
                "base-uri 'self'",
                "object-src 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                $"connect-src 'self' ws://localhost:{host.PagePort}",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                $"script-src 'self' 'sha256-{hash}'",
                "style-src 'self' 'unsafe-inline'",
            ],
            policy.Split("; "));
        Assert.NotEqual("", map);
        Assert.DoesNotMatch(InlineScript(), page);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("/nothing/here")]
    public async Task EveryAnswer_ComesWithTheOtherHeaders(string path)
    {
        RawResponse response = await RawHttp.SendAsync(
            host.PagePort, [$"GET {path} HTTP/1.1", $"Host: localhost:{host.PagePort}", "Connection: close"], Cancellation);

        Assert.Equal("DENY", Assert.Single(response["X-Frame-Options"]));
        Assert.Equal("nosniff", Assert.Single(response["X-Content-Type-Options"]));
        Assert.Equal("same-origin", Assert.Single(response["Cross-Origin-Opener-Policy"]));
        Assert.Equal("same-origin", Assert.Single(response["Cross-Origin-Resource-Policy"]));
        Assert.Equal("no-referrer", Assert.Single(response["Referrer-Policy"]));
        Assert.Contains("camera=()", Assert.Single(response["Permissions-Policy"]));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response["Content-Security-Policy"]));
        Assert.Empty(response["Server"]);
        Assert.Empty(response["Access-Control-Allow-Origin"]);
    }
}
