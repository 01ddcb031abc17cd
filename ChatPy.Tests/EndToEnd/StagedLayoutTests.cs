using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>What lies over what, and what is in sight, in windows of many sizes.</summary>
[Trait("Category", "E2E")]
public sealed class StagedLayoutTests(Browser browser) : IAsyncLifetime
{
    private readonly StagedPage _staged = new(browser);

    private IPage Page => _staged.Page;

    public ValueTask InitializeAsync() => _staged.InitializeAsync();

    public ValueTask DisposeAsync() => _staged.DisposeAsync();

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task WhatWasDone_IsSaidAboveTheComposer_TakenBackWithTheFocus_AndOverElsewhere(int width, int height)
    {
        await Page.SetViewportSizeAsync(width, height);
        await OpenAsync(Sample.Direct("Léa", Sample.Theirs(1, "salut"), Sample.Mine(2, "je pars")));
        ILocator said = Page.Locator(".mud-snackbar");

        await DeleteAsync();
        await Expect(said).ToHaveCSSAsync("opacity", "1");
        Assert.Empty(await Page.EvaluateAsync<string[]>(
            """
            () => {
                const boxOf = part => document.querySelector(part).getBoundingClientRect();
                const [said, composer, head, stage] = ['.mud-snackbar', '.composer', '.head', '.stage'].map(boxOf);
                const wrong = [];
                if (said.bottom > composer.top) { wrong.push(`down to ${said.bottom}, the composer begins at ${composer.top}`); }
                if (composer.top - said.bottom > 40) { wrong.push(`${composer.top - said.bottom} above the composer`); }
                if (said.top < head.bottom) { wrong.push('over the head'); }
                if (Math.abs(said.left + said.right - stage.left - stage.right) > 2) { wrong.push(`from ${said.left} to ${said.right}, not in the middle of the conversation`); }
                const { backgroundColor } = getComputedStyle(document.querySelector('.mud-snackbar'));
                if (!backgroundColor.startsWith('rgb(')) { wrong.push(`see-through: ${backgroundColor}`); }
                return wrong;
            }
            """));
        await said.Locator(".mud-snackbar-content-action button").First.ClickAsync();
        await Expect(Page.GetByTestId("message").Nth(1)).ToBeFocusedAsync();
        await Expect(said).ToHaveCountAsync(0);

        await DeleteAsync();
        await Expect(said).ToBeVisibleAsync();
        await Page.EvaluateAsync("() => Blazor.navigateTo('settings')");
        await Expect(said).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 5_000 });   // by itself it goes later
        Assert.Empty(_staged.Complaints);
    }

    [Fact]
    public async Task TheDay_FloatsWhileOneScrolls_AndCoversNothingAfterwards()
    {
        Message[] said = [.. Enumerable.Range(1, 60).Select(number => Sample.Theirs(number, $"message {number}", Sample.Now.AddDays(-3).AddHours(number)))];
        Conversation lea = Sample.Direct("Léa", said);
        await OpenAsync(lea);
        await Page.EvaluateAsync(
            """
            () => {
                window.floated = 0;
                const root = document.querySelector('.timeline');
                new MutationObserver(() => { if (root.dataset.scrolling === 'true') { window.floated++; } }).observe(root, { attributeFilter: ['data-scrolling'] });
            }
            """);

        _staged.Put(lea with { Recent = [.. said, Sample.Theirs(61, "one more", Sample.Now)] });
        await Expect(Page.GetByTestId("message").Last).ToBeInViewportAsync();
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => window.floated"));   // nobody scrolled

        await Page.Locator(".log").HoverAsync();
        await Page.Mouse.WheelAsync(0, -400);
        await Page.WaitForFunctionAsync("() => window.floated > 0 && document.querySelector('.timeline').dataset.scrolling === 'false'");
        foreach (ILocator floating in await Page.Locator(".floating").AllAsync()) { await Expect(floating).ToHaveCSSAsync("opacity", "0"); }

        await Page.EvaluateAsync("() => { document.querySelector('.log').scrollTop = 0; }");
        await Page.WaitForFunctionAsync(
            """
            () => {
                const heading = document.querySelector('[data-testid=day]');
                const [above, first] = [heading, document.querySelector('[data-testid=message]')].map(part => part.getBoundingClientRect());
                return above.top >= 0 && above.bottom <= first.top && getComputedStyle(heading).opacity === '1';
            }
            """);
    }

    [Theory]
    [InlineData(390, 420)]
    [InlineData(640, 400)]
    [InlineData(390, 844)]
    public async Task ARequestOfAPlainPeerWhoLeft_LeavesTheirMessageInSight_AndNothingLiesOverAnother(int width, int height)
    {
        await Page.SetViewportSizeAsync(width, height);
        await OpenAsync(Sample.Plain("127.0.0.1 (3)", Sample.Theirs(1, "salut")) with { Trust = Trust.Undecided, Link = LinkState.Offline });
        await Expect(Page.GetByTestId("offline")).ToBeVisibleAsync();

        await Expect(Page.GetByTestId("message")).ToBeInViewportAsync(new LocatorAssertionsToBeInViewportOptions { Ratio = 1 });
        Assert.Empty(await Page.EvaluateAsync<string[]>(
            """
            () => {
                const wrong = [];
                let above = 0;
                for (const part of ['.head', '.offline', '.timeline', '.contact', '.composer'].map(part => `.pane > ${part}`)) {
                    const element = document.querySelector(part);
                    const box = element.getBoundingClientRect();
                    if (box.top < above - 1) { wrong.push(`${part} begins at ${box.top}, above the end of what precedes it: ${above}`); }
                    above = box.bottom;
                    if (element.matches('.timeline, .contact')) { continue; }   // these scroll
                    for (const inner of element.querySelectorAll('*')) {
                        const { bottom, width } = inner.getBoundingClientRect();
                        if (width > 1 && bottom > box.bottom + 1) { wrong.push(`<${inner.localName} class="${inner.className}"> hangs out of ${part}`); }
                    }
                }
                if (above > innerHeight + 1) { wrong.push(`the composer ends at ${above}`); }
                for (const choice of document.querySelectorAll('.choice button')) {
                    const { left, right, top, bottom } = choice.getBoundingClientRect();
                    if (!choice.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2))) { wrong.push(`${choice.textContent} is not to be seen`); }
                }
                return wrong;
            }
            """));
    }

    [Fact]
    public async Task ColoursOfTheSystem_StillShowWhichConversationIsOpen_AndWhoIsThere()
    {
        await Page.SetViewportSizeAsync(1280, 800);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        Conversation lea = Sample.Direct("Léa");
        await OpenAsync(lea, Sample.Direct("Noé"));

        string[] colours = await Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.conversation')].map(row => getComputedStyle(row).borderInlineStartColor)");
        Assert.Equal(2, colours.Distinct().Count());
        string[] dot = await Page.EvaluateAsync<string[]>(
            "() => ['.conversation .dot.online', '.conversation'].map(part => getComputedStyle(document.querySelector(part)).backgroundColor)");
        Assert.NotEqual(dot[0], dot[1]);
        Assert.DoesNotContain("rgba", dot[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dialogs_BeginAndEndWhereTheirContentDoes()
    {
        await Page.SetViewportSizeAsync(1280, 800);
        await OpenAsync(Sample.Direct("Léa", Sample.Mine(1, "je pars")));

        await ActAsync("forward");
        await Expect(Page.GetByTestId("forward")).ToBeVisibleAsync();
        Assert.InRange(await Page.EvaluateAsync<double>(
            "() => document.querySelector('[data-testid=forward] .avatar').getBoundingClientRect().left - document.querySelector('.excerpt').getBoundingClientRect().left"), 0, 12);
        await Page.Locator(".mud-dialog-title button").ClickAsync();
        await Expect(Page.GetByTestId("forward")).ToHaveCountAsync(0);

        await Page.GetByTestId("conversation").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await Page.GetByTestId("list-rename").ClickAsync();
        await Expect(Page.GetByTestId("alias")).ToBeVisibleAsync();
        Assert.Equal(0.0, await Page.EvaluateAsync<double>(
            "() => document.querySelector('[data-testid=alias-save]').getBoundingClientRect().right - document.querySelector('[data-testid=alias]').getBoundingClientRect().right"), 1.0);
    }

    [Fact]
    public async Task AWindowAtTwiceTheSize_ShowsAConversationBeforeOneScrolls()
    {
        await Page.SetViewportSizeAsync(640, 400);
        _staged.Store.Apply(static snapshot => snapshot with { Self = snapshot.Self with { Nickname = "Tom", PeerId = Sample.Me, Addresses = ["192.168.1.20:4242"] } });
        _staged.Put(Sample.Direct("Léa", Sample.Theirs(1, "salut")));
        await _staged.OpenAsync();

        await Expect(Page.GetByTestId("conversation")).ToBeInViewportAsync(new LocatorAssertionsToBeInViewportOptions { Ratio = 1 });
    }

    private async Task OpenAsync(params Conversation[] conversations)
    {
        _staged.Put(conversations);
        await _staged.OpenAsync($"c/{conversations[0].Id}");
        await Expect(Page.GetByTestId("composer")).ToBeEditableAsync();
        await Expect(Page.Locator(".timeline")).ToHaveAttributeAsync("data-ready", "true");
        await Expect(Page.GetByTestId("message-menu")).ToHaveAttributeAsync("data-ready", "true");
    }

    private Task DeleteAsync() => ActAsync("delete");

    private async Task ActAsync(string action)
    {
        await Page.GetByTestId("message").Last.FocusAsync();
        await Page.Keyboard.PressAsync("Shift+F10");
        await Page.GetByTestId("message-menu").Locator($"[data-action={action}]").ClickAsync();
    }
}
