using System.Collections.Immutable;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Layout;
using ChatPy.Web.Components.Pages;

namespace ChatPy.Tests.Components.Layout;

public sealed class LayoutTests : PageTest
{
    [Fact]
    public async Task Trouble_DiskRefuses_IsSaidUntilItIsOver()
    {
        IRenderedComponent<TroubleBanner> page = Render<TroubleBanner>();
        Assert.Empty(page.Hooks("trouble"));

        await ChangeAsync(Trouble.NotSaving);
        page.WaitForAssertion(() => Assert.Contains("cannot save", page.Hook("trouble").TextContent, StringComparison.Ordinal));

        await ChangeAsync();
        page.WaitForAssertion(() => Assert.Empty(page.Hooks("trouble")));
    }

    [Fact]
    public async Task Trouble_Another_TakesNobodysPlace()
    {
        IRenderedComponent<TroubleBanner> page = Render<TroubleBanner>();

        await ChangeAsync(Trouble.HistoryMovedAside, Trouble.NotSaving);
        page.WaitForAssertion(() => Assert.Equal(["NotSaving", "HistoryMovedAside"], Said()));

        await Task.Run(() => Store.Apply(snapshot => snapshot.Saving()), Xunit.TestContext.Current.CancellationToken);
        page.WaitForAssertion(() => Assert.Equal(["HistoryMovedAside"], Said()));

        IEnumerable<string?> Said() => page.Hooks("trouble").Select(said => said.GetAttribute("data-trouble"));
    }

    [Fact]
    public void Language_OfThePage_IsPressed()
    {
        Speak("fr-FR");

        IRenderedComponent<LanguageSwitch> page = Render<LanguageSwitch>();

        Assert.Equal("true", page.Find("[data-language='fr']").GetAttribute("aria-pressed"));
        Assert.Equal("false", page.Find("[data-language='en']").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task Page_Disposed_LeavesNoWatcher()
    {
        Put(Sample.Direct("Léa"));
        IRenderedComponent<ChatPage> page = Render<ChatPage>();
        Assert.Equal("connected", page.Hook("page-state").GetAttribute("data-state"));
        Assert.NotEqual(0, Store.Watchers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Store.Watchers);
    }

    private Task ChangeAsync(params ImmutableSortedSet<Trouble> troubles) => Task.Run(
        () => Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { Addresses = ImmutableArray<string>.Empty, Troubles = troubles } }),
        Xunit.TestContext.Current.CancellationToken);
}
