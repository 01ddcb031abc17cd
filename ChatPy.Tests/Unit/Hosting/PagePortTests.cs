using ChatPy.Transport;
using ChatPy.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPy.Tests.Unit.Hosting;

public sealed class PagePortTests
{
    [Theory]
    [InlineData("http://localhost:5123", 5123)]
    [InlineData("http://[::1]:5123;http://127.0.0.1:5124", 5123)]
    [InlineData("http://127.0.0.1:0", 0)]
    [InlineData("", 5000)]
    public async Task Urls_OfThePage_TellTheWireWhatNobodyDials(string urls, int port)
    {
        WebApplicationBuilder builder = PageHost.CreateBuilder(["--urls", urls]);
        builder.Services.AddChatPyTransport();
        builder.AddPageHost(static _ => "");
        await using WebApplication app = builder.Build();

        Assert.Equal(port, app.Services.GetRequiredService<IOptions<TransportOptions>>().Value.PagePort);
    }
}
