using ChatPy.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>As in a classroom: two machines with addresses of their own, every setting at its default but the folder.</summary>
[Trait("Category", "E2E")]
public sealed class TwoMachinesTests(Browser browser)
{
    /// <summary>Two network namespaces where the machine lets us make them, otherwise two processes that listen to every address.</summary>
    public static TheoryData<bool> Machines => [NetworkNamespaces.AreAllowed];

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task TwoPeople_OnTwoMachines_ChatByTheAddressThePageShows(bool areNamespaces)
    {
        await using NetworkNamespaces? cable = areNamespaces ? await NetworkNamespaces.CreateAsync() : null;
        await using TwoPeers peers = await TwoPeers.StartAsync(browser, (settings, isLea) => cable is null
            ? settings with { ListenAddress = "any" }
            : settings with { ListenAddress = "any", PagePort = 5000, PeerPort = 4242, Namespace = isLea ? cable.First : cable.Second });

        // What Tom reads to Léa from his page; on one machine with many addresses, its first is as good as another.
        string tomsAddress = await peers.TomsPage.OwnAddresses.First.InnerTextAsync();
        if (areNamespaces) { Assert.Equal($"{NetworkNamespaces.SecondAddress}:4242", tomsAddress); }

        await peers.LeasPage.ConnectAsync(tomsAddress);
        await peers.TomsPage.OpenConversationAsync();
        await peers.LeasPage.SendAsync("Salut depuis l'autre machine");
        await peers.TomsPage.UntilMessageAsync("Salut depuis l'autre machine", "in");
        await peers.TomsPage.SendAsync("Bien reçu");
        await peers.LeasPage.UntilMessageAsync("Bien reçu", "in");
        await peers.LeasPage.UntilDeliveredAsync("Salut depuis l'autre machine");

        await peers.RestartTomAsync(static process => process.KillAsync());
        await peers.LeasPage.UntilLinkAsync("secure");
        await peers.LeasPage.SendAsync("Encore là ?");
        await peers.TomsPage.UntilMessageAsync("Encore là ?", "in");
        Assert.Equal(3, (await peers.TomsPage.ReadMessagesAsync()).Count);
    }

    [Fact]
    public async Task AMachineOnTheSameNetwork_ShowsByItself_AndOneClickConnects()
    {
        Assert.SkipUnless(NetworkNamespaces.AreAllowed, "Needs network namespaces: Linux, and root.");
        await using NetworkNamespaces cable = await NetworkNamespaces.CreateAsync();
        await using TwoPeers peers = await TwoPeers.StartAsync(browser, (settings, isLea) => settings with { ListenAddress = "any", Namespace = isLea ? cable.First : cable.Second });
        ILocator tom = peers.LeasPage.Page.GetByTestId("nearby"), lea = peers.TomsPage.Page.GetByTestId("nearby");

        await Expect(tom.Locator(".name")).ToHaveTextAsync("Tom");
        await Expect(lea.Locator(".name")).ToHaveTextAsync("Léa");
        Assert.Empty((await peers.LeasPage.Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}"));
        await tom.ClickAsync();
        await peers.LeasPage.UntilLinkAsync("secure");

        // Whoever is connected stands in the list of conversations.
        await Expect(tom).ToHaveCountAsync(0);
        await Expect(lea).ToHaveCountAsync(0);
        await peers.Tom.StopAsync("TERM", TestContext.Current.CancellationToken);
        await peers.LeasPage.UntilLinkAsync("offline");
        await Expect(tom).ToHaveCountAsync(0);   // he said that he leaves
    }
}
