using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Layout;

public sealed class PaletteTests : PageTest
{
    [Fact]
    public async Task Palette_Filled_HoldsPeopleAsTheyAreListedAndThenActions()
    {
        Put(Sample.Plain("10.0.0.3"), Sample.Direct("Élève"));
        IRenderedComponent<Palette> page = await FillAsync();

        Assert.Equal(["Élève", "10.0.0.3", "Settings"], page.Hooks("palette-option").Take(3).Select(option => option.GetAttribute("data-name")));
        Assert.Contains("10.0.0.2:4242", page.Hooks("palette-option")[0].GetAttribute("data-marks"), StringComparison.Ordinal);
        Assert.Contains(Sample.Key("Élève").ToFingerprint(), page.Hooks("palette-option")[0].GetAttribute("data-marks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Palette_Addresses_OffersToCopyTheFirst()
    {
        Store.Apply(snapshot => snapshot with { Self = new Self(Sample.Me, "ada", ["192.168.1.20:4242", "10.0.0.7:4242"], []) });
        IRenderedComponent<Palette> page = await FillAsync();

        Assert.Equal("192.168.1.20:4242", page.Find("#palette-copy-address").GetAttribute("data-copy"));
    }

    [Fact]
    public async Task ReadAll_SeveralUnread_ReadsEachUpToItsNewest()
    {
        Conversation lea = Sample.Direct("Léa", Sample.Theirs(4, "salut"), Sample.Mine(7, "oui")) with { Unread = 1 };
        Put(lea, Sample.Direct("Tom", Sample.Theirs(5, "hello")));
        IRenderedComponent<Palette> page = await FillAsync();
        Assert.NotNull(page.Find("#palette-read-all"));

        await page.InvokeAsync(() => page.Instance.ReadAllAsync(""));

        Assert.Equal([$"read {lea.Id} 4"], Chat.Calls);
    }

    [Fact]
    public async Task ReadAll_NothingUnread_IsNotOffered()
    {
        Put(Sample.Direct("Léa", Sample.Theirs(4, "salut")));

        Assert.Empty((await FillAsync()).FindAll("#palette-read-all"));
    }

    [Fact]
    public async Task Connect_InVain_SaysWhyAndWhatToDo()
    {
        IRenderedComponent<Palette> page = await FillAsync();

        string? why = await page.InvokeAsync(() => page.Instance.ConnectAsync("10.0.0.9"));

        Assert.StartsWith("Nothing answers at 10.0.0.9. Start ChatPy", why);
        Assert.Equal(["connect 10.0.0.9"], Chat.Calls);
    }

    [Fact]
    public async Task Connect_Reached_OpensTheConversation()
    {
        Conversation lea = Sample.Direct("Léa");
        Chat.OnConnect = _ => Task.FromResult(new ConnectResult(lea.Id, null));
        IRenderedComponent<Palette> page = await FillAsync();

        Assert.Null(await page.InvokeAsync(() => page.Instance.ConnectAsync("10.0.0.2")));

        Assert.EndsWith($"/c/{lea.Id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "Passer au français", "c=fr&returnUrl=%2F")]
    [InlineData("fr-FR", "Switch to English", "c=en&returnUrl=%2F")]
    public async Task Language_IsOfferedInItsOwnWords(string culture, string words, string query)
    {
        Speak(culture);

        IRenderedComponent<Palette> page = await FillAsync();

        Assert.Equal(words, page.Find("#palette-language").GetAttribute("data-name"));
        Assert.Equal($"/culture?{query}", page.Find("#palette-language").GetAttribute("data-leave"));
    }

    private async Task<IRenderedComponent<Palette>> FillAsync()
    {
        IRenderedComponent<Palette> page = Render<Palette>();
        await page.InvokeAsync(page.Instance.Fill);
        return page;
    }
}
