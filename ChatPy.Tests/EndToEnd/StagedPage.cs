using System.Collections.Concurrent;
using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components;
using ChatPy.Web.Components.Settings;
using ChatPy.Web.Echo;
using ChatPy.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace ChatPy.Tests.EndToEnd;

/// <summary>The page in a browser of the size of a phone, over a store that the test fills: what people would need hours for is there at once.</summary>
public sealed class StagedPage(Browser browser) : IAsyncLifetime
{
    private const string Script =
        """
        // Parts that stand out of the box they are in, by more than a pixel; what cuts its content off is looked at no further.
        window.wrongIn = root => {
            const wrong = [];
            const look = (part, left, right) => {
                const isOut = box => box.width > 0 && (box.left < left - 1 || box.right > right + 1);
                const say = () => wrong.push(`<${part.localName} class="${part.className}"> of ${part.textContent.slice(0, 80)}`);
                const { overflowX, position } = getComputedStyle(part);
                const box = part.getBoundingClientRect();
                if (part !== root && (box.width === 0 || position === 'absolute' || position === 'fixed')) { return; }
                if (isOut(box)) { say(); return; }
                if (overflowX === 'hidden' || overflowX === 'clip') { return; }
                if (overflowX !== 'visible' && part.scrollWidth > part.clientWidth) { say(); }
                [left, right] = [box.left, box.right];
                for (const child of part.childNodes) {
                    if (child.nodeType === Node.ELEMENT_NODE) { look(child, left, right); continue; }
                    const range = document.createRange();
                    range.selectNodeContents(child);
                    if ([...range.getClientRects()].some(isOut)) { say(); }
                }
            };
            look(root, 0, innerWidth);
            if (window.isHacked) { wrong.push('a script ran'); }
            return wrong;
        };
        window.until = isTrue => new Promise((resolve, reject) => {
            const end = result => { watch.disconnect(); clearTimeout(patience); result(); };
            const watch = new MutationObserver(() => { if (isTrue()) { end(resolve); } });
            const patience = setTimeout(() => end(() => reject(new Error(`In vain: ${isTrue}`))), 60_000);
            watch.observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true });
            if (isTrue()) { end(resolve); }
        });
        """;

    private WebApplication? _host;
    private IBrowserContext? _window;

    internal ChatStore Store { get; } = new();

    internal FakeChat Chat { get; } = new();

    /// <summary>How many pages are open; others than this one as the test says.</summary>
    internal CircuitCount Circuits { get; } = new();

    internal IPage Page { get; private set; } = null!;

    internal string Address => _host!.Urls.Single();

    /// <summary>What the page complained about, and dialogs of the browser.</summary>
    internal ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>What is done with a text that the page posts to <c>/stage</c>.</summary>
    internal Action<string> Stage { get; set; } = _ => { };

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "ChatPy.Web",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Testing",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSetting(WebHostDefaults.StaticWebAssetsKey, Path.ChangeExtension(ProgramUnderTest.Dll, "staticwebassets.runtime.json"));
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddChatPyPage().AddSingleton(Circuits).AddScoped<CircuitHandler, CircuitLimit>().AddSingleton(Store).AddSingleton<IChat>(Chat).AddSingleton<IEcho>(Chat)
            .AddSingleton<IAttendance, FakeAttendance>().AddSingleton(new DataPlace("/home/lea"));
        _host = builder.Build();
        _host.UseChatPyPage();
        _host.MapChatPyPage();
        _host.MapPost("/stage", async (HttpContext context) => Stage(await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)));
        await _host.StartAsync();

        _window = await browser.OpenWindowAsync();
        await _window.AddInitScriptAsync(Script);
        Page = await _window.NewPageAsync();
        await Page.SetViewportSizeAsync(390, 844);
        Page.Console += (_, said) => { if (said.Type == "error") { Complaints.Enqueue(said.Text); } };
        Page.PageError += (_, error) => Complaints.Enqueue(error);
        Page.Dialog += (_, dialog) => { Complaints.Enqueue(dialog.Message); _ = dialog.DismissAsync(); };
    }

    public async ValueTask DisposeAsync()
    {
        if (_window is not null) { await _window.CloseAsync(); }
        if (_host is not null) { await _host.DisposeAsync(); }
    }

    internal async Task OpenAsync(string path = "")
    {
        await Page.GotoAsync($"{Address}/{path}");
        await Page.Locator("[data-testid=page-state][data-state=connected]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await ChatPage.UntilKeysWorkAsync(Page);
    }

    /// <summary>Nobody else is there any more.</summary>
    internal void Put(params Conversation[] conversations) => Store.Apply(snapshot => snapshot with { Conversations = [.. conversations] });
}
