using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>A page whose circuit the process has ended says so, and what to do.</summary>
[Trait("Category", "E2E")]
public sealed class GivenUpTests(Browser browser) : IAsyncLifetime
{
    private const int Most = 16;

    private readonly StagedPage _staged = new(browser);

    private ILocator Said => _staged.Page.GetByTestId("given-up");

    private ILocator State => _staged.Page.GetByTestId("page-state");

    public ValueTask InitializeAsync() => _staged.InitializeAsync();

    public ValueTask DisposeAsync() => _staged.DisposeAsync();

    [Fact]
    public async Task APageTooMany_SaysSo_AndLoadsOnceAnotherIsClosed()
    {
        for (int page = 0; page < Most; page++) { Assert.True(_staged.Circuits.TryAdd(Most)); }

        await _staged.Page.GotoAsync(_staged.Address);
        await Expect(Said.GetByText("Too many pages")).ToBeVisibleAsync();
        await Expect(Said.GetByText("has stopped")).ToBeHiddenAsync();
        await Expect(State).ToHaveCountAsync(0);

        for (int page = 0; page < Most; page++) { _staged.Circuits.Remove(); }
        await Said.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(State).ToHaveAttributeAsync("data-state", "connected");
        await Expect(Said).ToBeHiddenAsync();
    }

    [Fact]
    public async Task ACircuitThatBroke_IsSaid_AndThePageCanBeLoadedAgain()
    {
        await _staged.OpenAsync();
        await Expect(Said).ToBeHiddenAsync();

        ChatSnapshot before = _staged.Store.Current;
        _staged.Store.Apply(static snapshot => snapshot with { Conversations = default });   // no part of the page can draw that
        await Expect(Said.GetByText("has stopped")).ToBeVisibleAsync();
        await Expect(Said.GetByText("Too many")).ToBeHiddenAsync();

        _staged.Store.Apply(_ => before);
        await Said.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Said).ToBeHiddenAsync();
        await Expect(State).ToHaveAttributeAsync("data-state", "connected");
    }
}
