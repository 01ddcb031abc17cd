using System.Net;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components;
using ChatPy.Web.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPy.Tests.Components;

/// <summary>What a host serves before any circuit: the first page and the change of language.</summary>
public sealed class ChatPyPageTests : IAsyncLifetime
{
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
    private WebApplication? _host;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "ChatPy.Web",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Testing",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddChatPyPage().AddSingleton<ChatStore>().AddSingleton<IChat, FakeChat>();
        _host = builder.Build();
        _host.UseChatPyPage();
        _host.MapChatPyPage();
        await _host.StartAsync();
        _browser.BaseAddress = new Uri(_host.Urls.Single());
    }

    [Theory]
    [InlineData("fr-CA,fr;q=0.9,en;q=0.5", null, "fr")]
    [InlineData("de-DE,de;q=0.9", null, "en")]
    [InlineData("fr-FR", "c=en-GB|uic=en", "en")]
    public async Task Page_LanguageOfTheBrowser_UnlessThePersonChose(string accepted, string? cookie, string expected)
    {
        using HttpRequestMessage request = Get("/", accepted);
        if (cookie is not null) { request.Headers.Add("Cookie", ".AspNetCore.Culture=" + Uri.EscapeDataString(cookie)); }

        using HttpResponseMessage response = await _browser.SendAsync(request, TestContext.Current.CancellationToken);
        string page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"<html lang=\"{expected}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/c/00ff", "/c/00ff")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("http://evil.example/", "/")]
    [InlineData("", "/")]
    public async Task Culture_Chosen_IsKeptAndLeadsBackToThisPageOnly(string returnUrl, string expected)
    {
        using HttpRequestMessage request = Get($"/culture?c=fr&returnUrl={Uri.EscapeDataString(returnUrl)}", "fr-CA,en-GB;q=0.8");

        using HttpResponseMessage response = await _browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.Headers.Location?.OriginalString);
        Assert.Contains(".AspNetCore.Culture=c%3Dfr-CA%7Cuic%3Dfr", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Culture_NotOurs_ChangesNothing()
    {
        using HttpRequestMessage request = Get("/culture?c=xx", "en");

        using HttpResponseMessage response = await _browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Export_OfEverything_IsOneFileThatCanBeBroughtBack()
    {
        ((FakeChat)_host!.Services.GetRequiredService<IChat>()).OnReadNewer = (_, _) => [Sample.Mine(1, "hello")];
        _host.Services.GetRequiredService<ChatStore>().Apply(snapshot => snapshot with { Conversations = [Sample.Direct("Léa"), Sample.Plain("robot")] });

        using HttpResponseMessage response = await _browser.GetAsync(new Uri("/export.json", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Matches(@"^""?ChatPy \d{4}-\d\d-\d\d\.json""?$", response.Content.Headers.ContentDisposition?.FileName);
        List<SavedMessage?> saved = [];
        await foreach (SavedMessage? message in JsonImport.ReadAsync(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)) { saved.Add(message); }
        Assert.Equal([("Léa", "hello"), ("robot", "hello")], saved.Select(message => (message!.Conversation.Title, message.Text)));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_host is not null) { await _host.DisposeAsync(); }
    }

    private static HttpRequestMessage Get(string path, string accepted)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", accepted);
        return request;
    }
}
