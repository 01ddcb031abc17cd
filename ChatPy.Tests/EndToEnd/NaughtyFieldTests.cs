using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Search;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Names, aliases and searches that somebody will enter one day, on a phone: they are text, stay in their box, and do nothing.</summary>
[Trait("Category", "E2E")]
public sealed class NaughtyFieldTests(StagedPage staged) : IClassFixture<StagedPage>
{
    private const int PerBatch = 50;

    private static readonly Conversation s_lea = Sample.Direct("Léa");

    // As much as can be entered as a name or come as one, and more.
    private static readonly string[] s_names = [.. NaughtyTexts.All.Select(text => text.Start(1024)).Distinct(StringComparer.Ordinal)];

    private IPage Page => staged.Page;

    [Fact]
    public void Names_AreMany() => Assert.True(s_names.Length >= 500, $"{s_names.Length}");

    [Fact]
    public async Task Name_OfAPeer_IsTextInItsBox()
    {
        await InTheListAsync(text => Sample.Direct(text, Sample.Theirs(1, text)));
        await InTheHeadAsync(text => s_lea with { GivenName = text });

        Assert.Empty(staged.Complaints);
    }

    [Fact]
    public async Task Alias_IsTextInItsBox()
    {
        await InTheDialogAsync();
        await InTheHeadAsync(text => s_lea with { GivenName = text, Arrangement = new Arrangement { Alias = text } });

        Assert.Empty(staged.Complaints);
    }

    [Fact]
    public async Task OwnName_ByEscape_IsAsItWasAndTakesNoMoreThanFits()
    {
        staged.Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { Nickname = "ada" } });
        await staged.OpenAsync();
        ILocator name = Page.GetByTestId("nickname");
        await Expect(name).ToHaveValueAsync("ada");

        await name.FocusAsync();
        await Page.Keyboard.PressAsync("End");
        await Page.Keyboard.TypeAsync(" and more than thirty-two letters of it");
        await Expect(name).ToHaveValueAsync("ada and more than thirty-two let");
        await Page.Keyboard.PressAsync("Home");
        await Page.Keyboard.TypeAsync("x");
        await Expect(name).ToHaveValueAsync("ada and more than thirty-two let");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(name).ToHaveValueAsync("ada");
        await Page.Keyboard.PressAsync("Tab");
        Assert.DoesNotContain(staged.Chat.Calls, static call => call.StartsWith("rename", StringComparison.Ordinal));

        string astronauts = string.Concat(Enumerable.Repeat("👩‍🚀", 30));
        await name.FillAsync(astronauts + "abcdef");
        await Expect(name).ToHaveValueAsync(astronauts + "ab");
        Assert.Empty(staged.Complaints);
    }

    [Fact]
    public async Task Search_AndWhatItFinds_IsTextInItsBox()
    {
        await staged.OpenAsync();
        foreach (string[] batch in NaughtyTexts.All.Chunk(PerBatch))
        {
            SearchHit[] hits = [.. batch.Select((text, number) => new SearchHit(s_lea.Id, Sample.Theirs(number, text)))];
            string[] terms = ["script", "a", "W", "日", "http"];
            staged.Put(s_lea with { GivenName = batch[0] });
            staged.Chat.OnSearch = _ => new SearchPage(hits, terms, false, true);
            Assert.Empty(await Page.EvaluateAsync<string[]>(
                """
                async texts => {
                    const field = document.querySelector('[data-testid=search]');
                    const wrong = [];
                    for (const text of [...texts, 'the end']) {
                        field.value = text;
                        field.dispatchEvent(new Event('input', { bubbles: true }));
                        if (field.value !== text.replace(/[\r\n]/g, '')) { wrong.push(`The field says ${field.value}`); }
                        wrong.push(...wrongIn(field.parentElement));
                    }
                    const hits = () => document.querySelectorAll('[data-testid=search-hit]');
                    await until(() => hits().length === texts.length);
                    return [...wrong, ...wrongIn(document.querySelector('.found'))];
                }
                """,
                batch));

            string[] said = [.. (await Page.Locator("[data-testid=search-hit] .said").AllTextContentsAsync()).Select(Solid)];
            Assert.Equal(batch.Select(text => Solid(string.Concat(Excerpt.Of(text, terms).Select(part => part.Text)))), said);
            await Page.GetByTestId("search").PressAsync("Escape");
            await Expect(Page.Locator(".found")).ToHaveCountAsync(0);
        }

        Assert.Equal(0, await Page.Locator(".said :is(script, img, iframe, style, svg)").CountAsync());
        Assert.Empty(staged.Complaints);
    }

    private async Task InTheListAsync(Func<string, Conversation> make)
    {
        await staged.OpenAsync();
        foreach (string[] batch in s_names.Chunk(PerBatch))
        {
            staged.Put([.. batch.Select(make)]);
            Assert.Empty(await Page.EvaluateAsync<string[]>(
                """
                async texts => {
                    const titles = () => [...document.querySelectorAll('.conversation .title')].map(title => title.textContent);
                    const wanted = JSON.stringify(texts.toSorted());
                    await until(() => JSON.stringify(titles().toSorted()) === wanted);
                    return wrongIn(document.querySelector('.conversations'));
                }
                """,
                batch));
        }
    }

    // The head, the request, the empty timeline and the composer say the name, too.
    private async Task InTheHeadAsync(Func<string, Conversation> make)
    {
        staged.Put(s_lea);
        await staged.OpenAsync($"c/{s_lea.Id}");
        staged.Stage = text => staged.Put(make(text) with { Trust = Trust.Undecided, IsTyping = true });
        Assert.Empty(await Page.EvaluateAsync<string[]>(
            """
            async texts => {
                const title = () => [...document.querySelector('.head h1').childNodes].filter(part => part.nodeType === Node.TEXT_NODE).map(part => part.data).join('').trim();
                const wrong = [];
                for (const text of texts) {
                    await fetch('/stage', { method: 'POST', body: text });
                    await until(() => title() === text.trim() && ['.contact h2', '.silence'].every(part => document.querySelector(part).textContent.includes(text)));
                    wrong.push(...wrongIn(document.querySelector('.pane')));
                    if (document.querySelector('.head h1 :not(small)')) { wrong.push(`An element came out of ${text}`); }
                }
                return wrong;
            }
            """,
            s_names));
    }

    // Each is entered; the last of a batch is kept.
    private async Task InTheDialogAsync()
    {
        await staged.OpenAsync();
        foreach (string[] batch in s_names.Chunk(PerBatch))
        {
            staged.Put(s_lea with { GivenName = batch[0] });
            await Expect(Page.Locator(".conversation .title")).ToHaveCountAsync(1);
            await Expect(Page.GetByTestId("conversations")).ToHaveAttributeAsync("data-ready", "true");
            await Page.GetByTestId("conversation").PressAsync("Shift+F10");
            await Page.GetByTestId("list-rename").ClickAsync();
            await Page.GetByTestId("alias").WaitForAsync();
            Assert.Empty(await Page.EvaluateAsync<string[]>(
                """
                texts => {
                    const field = document.querySelector('[data-testid=alias]');
                    const dialog = field.closest('.mud-dialog');
                    const wrong = [];
                    for (const text of texts) {
                        field.value = text;
                        field.dispatchEvent(new Event('change', { bubbles: true }));
                        if (field.value !== text.replace(/[\r\n]/g, '')) { wrong.push(`The field says ${field.value}`); }
                        wrong.push(...wrongIn(dialog));
                    }
                    return wrong;
                }
                """,
                batch));
            await Page.GetByTestId("alias-save").ClickAsync();
            await Expect(Page.GetByTestId("alias")).ToHaveCountAsync(0);
            Assert.Equal(batch[^1].Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), staged.Chat.Arrangements[^1].Alias);
        }
    }

    // Without the space that stands between parts of a line.
    private static string Solid(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '\uFEFF'));
}
