using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Layout;

public sealed class FirstStepsTests : PageTest
{
    public FirstStepsTests() => Store.Apply(snapshot => snapshot with
    {
        Self = new Self(Sample.Me, "ada", ["192.168.1.20:4242"], []) { NeedsFirstSteps = true },
    });

    [Fact]
    public async Task Steps_ByTheirAddress_AreThreeAndTheLastEndsThem()
    {
        IRenderedComponent<Welcome> page = Render<Welcome>();
        Assert.Equal("1", page.Hook("first-steps").GetAttribute("data-step"));
        Assert.Equal("?step=2", page.Hook("first-next").GetAttribute("href"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("?step=2");
        page.WaitForAssertion(() => Assert.NotNull(page.Hook("theme")));
        Services.GetRequiredService<NavigationManager>().NavigateTo("?step=3");
        page.WaitForAssertion(() => Assert.Contains("192.168.1.20:4242", page.Markup, StringComparison.Ordinal));
        await page.Hook("first-done").ClickAsync();

        Assert.Equal(["end first steps"], Chat.Calls);
    }

    [Fact]
    public void Name_Entered_IsTaken()
    {
        IRenderedComponent<Welcome> page = Render<Welcome>();

        page.Hook("first-name").Change("Léa");

        Assert.Equal(["rename Léa"], Chat.Calls);
    }

    [Fact]
    public void Skip_EndsThemAtOnce_AndTheUsualInvitationStandsThere()
    {
        IRenderedComponent<Welcome> page = Render<Welcome>();

        page.Hook("first-skip").Click();
        Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { NeedsFirstSteps = false } });

        Assert.Equal(["end first steps"], Chat.Calls);
        page.WaitForAssertion(() => Assert.Contains("Who do you want to write to?", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.Hooks("first-steps"));
    }

    [Fact]
    public void Steps_SomebodyIsThereToTalkTo_GiveWayToTheUsualInvitation()
    {
        IRenderedComponent<Welcome> page = Render<Welcome>();
        Put(Sample.Direct("Tom") with { Trust = Trust.Undecided });
        Put(Sample.Direct("Léa"));

        page.WaitForAssertion(() => Assert.Empty(page.Hooks("first-steps")));
    }

    [Theory]
    [InlineData("en-GB", "echo en")]
    [InlineData("fr-FR", "echo fr")]
    public void Echo_Tried_SpeaksTheLanguageOfThePageAndIsOpened(string culture, string call)
    {
        Speak(culture);
        ConversationId echo = ConversationId.Plain("out 127.0.0.1:5000");
        Chat.OnConnect = _ => Task.FromResult(new ConnectResult(echo, null));
        IRenderedComponent<TryEcho> page = Render<TryEcho>();

        page.Hook("try-echo").Click();

        Assert.Equal([call], Chat.Calls);
        Assert.EndsWith($"/c/{echo}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }
}
