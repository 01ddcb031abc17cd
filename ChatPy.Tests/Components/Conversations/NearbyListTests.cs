using AngleSharp.Dom;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Discovery;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Conversations;

namespace ChatPy.Tests.Components.Conversations;

public sealed class NearbyListTests : PageTest
{
    [Fact]
    public void Nobody_SaysNothing() => Assert.Empty(Render<NearbyList>(with => with.Add(list => list.Dial, _ => Task.CompletedTask)).Markup.Trim());

    [Fact]
    public async Task AMachine_ThatAppears_IsOffered_AndOneClickDialsIt()
    {
        IRenderedComponent<ConnectBox> page = Render<ConnectBox>();

        Store.Apply(snapshot => snapshot with { Nearby = [Peer(1, "Léa", "10.0.0.2")] });
        await page.WaitForElement("[data-testid=nearby]").ClickAsync();

        Assert.Equal(["connect 10.0.0.2:4242"], Chat.Calls);
    }

    [Fact]
    public void AMachine_WithoutAName_IsOfferedByItsAddress()
    {
        Store.Apply(snapshot => snapshot with { Nearby = [Peer(1, "", "10.0.0.2")] });

        Assert.Equal("10.0.0.2:4242", Render<ConnectBox>().Find("[data-testid=nearby] .name").TextContent);
    }

    [Theory]
    [InlineData(LinkState.Secure, Trust.Accepted, false)]
    [InlineData(LinkState.Offline, Trust.Accepted, true)]
    [InlineData(LinkState.Offline, Trust.Blocked, false)]
    public void SomebodyKnown_IsOfferedUnderTheNameGivenHere_UnlessConnectedOrBlocked(LinkState link, Trust trust, bool isOffered)
    {
        Conversation known = Sample.Direct("Ma sœur") with { Link = link, Trust = trust };
        Store.Apply(snapshot => snapshot with { Conversations = [known], Nearby = [Peer(1, "Léa", "10.0.0.2") with { Id = known.Peer!.Value }] });

        IEnumerable<string> offered = Render<ConnectBox>().FindAll("[data-testid=nearby] .name").Select(static name => name.TextContent);

        Assert.Equal(isOffered ? ["Ma sœur"] : [], offered);
    }

    [Fact]
    public void AName_WithMarkup_IsText()
    {
        Store.Apply(snapshot => snapshot with { Nearby = [Peer(1, "<script>alert(1)</script>", "10.0.0.2")] });

        IElement offered = Render<ConnectBox>().Find("[data-testid=nearby]");

        Assert.Equal("<script>alert(1)</script>", offered.QuerySelector(".name")!.TextContent);
        Assert.Null(offered.QuerySelector("script"));
    }

    private static NearbyPeer Peer(byte number, string nickname, string host) =>
        new(new PeerId([.. Enumerable.Repeat(number, PeerId.Bytes)]), nickname, new PeerAddress(host, 4242));
}
