using ChatPy.Web.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>A page whose circuit the process has ended says so, and what to do.</summary>
[Trait("Category", "E2E")]
public sealed class GivenUpTests(StagedPage staged) : IClassFixture<StagedPage>
{
    private const int Most = 16;

    private ILocator Said => staged.Page.GetByTestId("given-up");

    private ILocator State => staged.Page.GetByTestId("page-state");

    [Fact]
    public async Task APageTooMany_SaysSo_AndLoadsOnceAnotherIsClosed()
    {
        await staged.Page.GotoAsync("about:blank");
        for (int others = 0; others < Most;)
        {
            if (staged.Circuits.TryAdd(Most)) { others++; }
            else { await Task.Delay(10, TestContext.Current.CancellationToken); }   // this page was open before, and its circuit still goes
        }

        await staged.Page.GotoAsync(staged.Address);
        await Expect(Said.GetByText("Too many pages")).ToBeVisibleAsync();
        await Expect(Said.GetByText("has stopped")).ToBeHiddenAsync();
        await Expect(State).ToHaveCountAsync(0);

        for (int page = 0; page < Most; page++) { staged.Circuits.Remove(); }
        await Said.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(State).ToHaveAttributeAsync("data-state", "connected");
        await Expect(Said).ToBeHiddenAsync();
    }

    [Fact]
    public async Task ACircuitThatBroke_IsSaid_AndThePageCanBeLoadedAgain()
    {
        await staged.OpenAsync();
        await Expect(Said).ToBeHiddenAsync();

        ChatSnapshot before = staged.Store.Current;
        staged.Store.Apply(static snapshot => snapshot with { Conversations = default });   // no part of the page can draw that
        await Expect(Said.GetByText("has stopped")).ToBeVisibleAsync();
        await Expect(Said.GetByText("Too many")).ToBeHiddenAsync();

        staged.Store.Apply(_ => before);
        await Said.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Said).ToBeHiddenAsync();
        await Expect(State).ToHaveAttributeAsync("data-state", "connected");
    }
}
