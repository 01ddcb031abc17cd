using System.Text;
using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Layout;
using Microsoft.Playwright;
using MudBlazor.Utilities;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>What this browser is told about looks, in a real one.</summary>
[Trait("Category", "E2E")]
public sealed class SettingsTests(Browser browser, RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task AChoice_ReachesTheOtherTabAtOnce_AndIsThereBeforeTheFirstPaint()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        await using ChatPage other = await page.OpenTabAsync();
        await OpenSettingsAsync(page);
        await OpenSettingsAsync(other);

        await ChooseAsync(page, "theme", "dark");
        await ChooseAsync(page, "contrast", "on");
        await ChooseAsync(page, "density", "compact");
        await page.Page.GetByTestId("size").FillAsync("130");

        foreach (ChatPage tab in (ChatPage[])[page, other])
        {
            await Expect(Html(tab)).ToHaveAttributeAsync("data-theme", "dark");
            await Expect(Html(tab)).ToHaveAttributeAsync("data-contrast", "on");
            await Expect(Html(tab)).ToHaveAttributeAsync("data-density", "compact");
            await Expect(Html(tab)).ToHaveCSSAsync("font-size", "19.5px");
            await Expect(tab.Page.Locator("[data-testid=theme] :checked")).ToHaveValueAsync("dark");
            await Expect(tab.Page.GetByTestId("size")).ToHaveValueAsync("130");
        }

        await other.Page.RouteAsync("**/_framework/*", static route => route.AbortAsync());   // no circuit: what is there, the first paint has
        await other.Page.GotoAsync(page.Address.ToString());
        await Expect(Html(other)).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(Html(other)).ToHaveCSSAsync("font-size", "19.5px");
    }

    [Fact]
    public async Task TheTheme_ReachesWhatMudBlazorDraws_BeforeThereIsACircuit()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        await page.Page.RouteAsync("**/_framework/*", static route => route.AbortAsync());
        foreach ((ColorScheme system, MudColor surface) in new[] { (ColorScheme.Dark, ChatPyTheme.Dark.PaletteDark.Surface), (ColorScheme.Light, ChatPyTheme.Light.PaletteLight.Surface) })
        {
            await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = system });
            await page.Page.GotoAsync(page.Address.ToString());

            Assert.Equal(surface.ToString(MudColorOutputFormats.RGBA), await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-surface').trim()"));
        }
    }

    [Fact]
    public async Task Motion_AsTheSystem_FollowsIt_UntilThePersonChooses()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        await OpenSettingsAsync(page);

        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce, Contrast = Contrast.More });
        await Expect(Html(page)).ToHaveAttributeAsync("data-motion", "reduced");
        await Expect(Html(page)).ToHaveAttributeAsync("data-contrast", "on");

        await ChooseAsync(page, "motion", "full");
        await ChooseAsync(page, "contrast", "off");
        await Expect(Html(page)).ToHaveAttributeAsync("data-motion", "full");
        await Expect(Html(page)).ToHaveAttributeAsync("data-contrast", "off");
    }

    [Fact]
    public async Task SendKey_Chosen_IsWhereTheComposerReadsIt()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        await OpenSettingsAsync(page);

        await ChooseAsync(page, "send", "ctrl-enter");

        Assert.Equal("ctrl-enter", await page.Page.EvaluateAsync<string>("() => localStorage.getItem('chatpy.send')"));
    }

    [Fact]
    public async Task ASavedFile_BroughtBack_IsInTheListAndOpensWithoutAReload()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        await OpenSettingsAsync(page);
        Message[] said = [.. Enumerable.Range(1, 3000).Select(number => Sample.Theirs(number, $"saved {number}"))];
        byte[] file = Encoding.UTF8.GetBytes(await SavedText.OfAsync(Sample.Direct("Zoé"), said));

        await page.Page.GetByTestId("import").SetInputFilesAsync(new FilePayload { Name = "zoe.json", MimeType = "application/json", Buffer = file });

        await Expect(page.Page.GetByTestId("import-result")).ToHaveTextAsync("3000 messages imported, in 1 conversation.");
        await page.Page.GetByTestId("conversation").Filter(new LocatorFilterOptions { HasText = "Zoé" }).ClickAsync();
        await Expect(page.Find("saved 3000", "in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Settings_OnAPhone_CoverTheListAndLeadBack()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        await page.Page.SetViewportSizeAsync(390, 844);

        await OpenSettingsAsync(page);
        await Expect(page.Page.GetByTestId("nickname")).ToBeHiddenAsync();
        await page.Page.GetByTestId("back").ClickAsync();

        await Expect(page.Page.GetByTestId("nickname")).ToBeVisibleAsync();
    }

    private static ILocator Html(ChatPage page) => page.Page.Locator("html");

    private static Task ChooseAsync(ChatPage page, string name, string value) =>
        page.Page.Locator($"[data-testid={name}] input[value='{value}']").CheckAsync(new LocatorCheckOptions { Force = true });

    private static async Task OpenSettingsAsync(ChatPage page)
    {
        await page.Page.GetByTestId("settings").ClickAsync();
        await Expect(page.Page.GetByTestId("settings-pane").Locator("h1")).ToBeFocusedAsync();
    }
}
