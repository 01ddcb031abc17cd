using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Conversations;
using MudBlazor;

namespace ChatPy.Tests.Components.Conversations;

/// <summary>My name and my addresses.</summary>
public sealed class SelfTests : PageTest
{
    public SelfTests() => Store.Apply(snapshot => snapshot with
    {
        Self = new Self(Sample.Me, "ada", ["192.168.1.20:4242", "10.0.0.7:4242", "[fe80::1%eth0]:4242"], []),
    });

    [Fact]
    public void Addresses_SeveralNetworks_AreAllOnThePage()
    {
        IRenderedComponent<AddressCard> page = Render<AddressCard>();

        Assert.Equal(
            ["192.168.1.20:4242", "10.0.0.7:4242", "[fe80::1%eth0]:4242"],
            page.Hooks("own-address").Select(address => address.TextContent));
        Assert.Equal(Sample.Me.ToFingerprint(), page.Hook("own-fingerprint").TextContent);
    }

    [Fact]
    public void Copy_Clicked_PutsTheAddressOnTheClipboard()
    {
        IRenderedComponent<AddressCard> page = Render<AddressCard>();

        page.Hooks("copy-address")[1].Click();

        Assert.Equal("10.0.0.7:4242", JSInterop.VerifyInvoke("navigator.clipboard.writeText").Arguments.Single());
    }

    [Fact]
    public void Qr_Clicked_ShowsThePictureOfTheAddress()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        IRenderedComponent<AddressCard> page = Render<AddressCard>();

        page.Hooks("show-qr")[0].Click();

        dialogs.WaitForAssertion(() =>
            Assert.StartsWith("data:image/svg+xml;base64,", dialogs.Find("[data-testid='qr'] img").GetAttribute("src"), StringComparison.Ordinal));
        Assert.Contains("192.168.1.20:4242", dialogs.Hook("qr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nickname_ChangedElsewhere_IsShown()
    {
        IRenderedComponent<NicknameEditor> page = Render<NicknameEditor>();

        await Task.Run(
            () => Store.Apply(snapshot => snapshot with { Self = snapshot.Self with { Nickname = "grace" } }),
            Xunit.TestContext.Current.CancellationToken);

        page.WaitForAssertion(() => Assert.Equal("grace", page.Hook("nickname").GetAttribute("value")));
    }

    [Theory]
    [InlineData("  Grace  ", "Grace")]
    [InlineData("", "")]
    [InlineData("ééééééééééééééééééééééééééééééééé", "éééééééééééééééééééééééééééééééé")]
    public void Nickname_Edited_AsksForTheTrimmedName(string typed, string expected)
    {
        IRenderedComponent<NicknameEditor> page = Render<NicknameEditor>();

        page.Hook("nickname").Change(typed);

        Assert.Equal([$"rename {expected}"], Chat.Calls);
    }

    [Fact]
    public void Nickname_CannotBeSaved_PageLivesOn()
    {
        Chat.Failure = new StorageException("full");
        IRenderedComponent<NicknameEditor> page = Render<NicknameEditor>();

        page.Hook("nickname").Change("Grace");

        Assert.Equal("ada", page.Hook("nickname").GetAttribute("value"));
    }
}
