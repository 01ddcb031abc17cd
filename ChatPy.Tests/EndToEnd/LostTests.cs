using ChatPy.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class LostTests(Browser browser, RunningHost host) : IClassFixture<RunningHost>
{
    [Theory]
    [InlineData("en-GB", "There is no such page.")]
    [InlineData("fr-FR", "Cette page n’existe pas.")]
    public async Task AnAddressWithoutAPage_SaysSo_AndLeadsBack(string language, string said)
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process, language);

        IResponse? answer = await page.Page.GotoAsync(new Uri(page.Address, "no/where").ToString());

        Assert.Equal(404, answer?.Status);
        await Expect(page.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(said);
        await page.Page.GetByRole(AriaRole.Link).ClickAsync();
        await page.UntilConnectedAsync();
        Assert.All(page.Errors, error => Assert.Contains("404", error, StringComparison.Ordinal));   // the browser says what it got; nothing else is missing
    }
}
