using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Transport.Plain;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;
using MudBlazor;

namespace ChatPy.Tests.Components.Messages;

public sealed class ConversationPaneTests : PageTest
{
    public static TheoryData<string, string, string, string> EveryLink { get; } = new()
    {
        { "Direct", "Secure", "secure", "Encrypted" },
        { "Direct", "Offline", "offline", "Offline" },
        { "Plain", "Plain", "plain", "In the clear, not confirmed" },
        { "Plain", "Offline", "offline", "Offline" },
    };

    [Theory]
    [MemberData(nameof(EveryLink))]
    public void Link_OfEachKind_SaysWhatItIs(string kind, string link, string hook, string words)
    {
        Conversation conversation = (kind == "Direct" ? Sample.Direct("Léa") : Sample.Plain("10.0.0.3")) with { Link = Enum.Parse<LinkState>(link) };

        IRenderedComponent<ConversationPane> page = Open(conversation);

        Assert.Equal(hook, page.Hook("link-state").GetAttribute("data-link"));
        Assert.Contains(words, page.Hook("link-state").TextContent, StringComparison.Ordinal);
        Assert.Equal(kind == "Direct" ? 1 : 0, page.Hooks("fingerprint").Count);
        Assert.Equal(kind == "Plain" ? 1 : 0, page.Hooks("dialect").Count);
    }

    [Fact]
    public async Task Link_IsLost_IsShownWithTheNextTry()
    {
        Conversation lea = Sample.Direct("Léa");
        IRenderedComponent<ConversationPane> page = Open(lea);

        await PutElsewhereAsync(lea with { Link = LinkState.Offline, RetryAt = Sample.Now.AddSeconds(12) });

        page.WaitForAssertion(() => Assert.Equal("Next try in 12 s", page.Hook("retry-at").TextContent));
        await page.InvokeAsync(() => Time.Advance(TimeSpan.FromSeconds(2)));
        page.WaitForAssertion(() => Assert.Equal("Next try in 10 s", page.Hook("retry-at").TextContent));
    }

    [Fact]
    public void RetryNow_Fails_SaysWhy()
    {
        Conversation lea = Sample.Direct("Léa") with { Link = LinkState.Offline };
        IRenderedComponent<ConversationPane> page = Open(lea);

        page.Hook("retry").Click();

        Assert.Equal([$"reconnect {lea.Id}"], Chat.Calls);
        Assert.Equal("refused", page.Hook("retry-error").GetAttribute("data-reason"));
    }

    [Fact]
    public void PlainPeer_CameByItselfAndLeft_CannotBeRedialled()
    {
        IRenderedComponent<ConversationPane> page = Open(Sample.Plain("10.0.0.3") with { Link = LinkState.Offline });

        Assert.Contains("has left", page.Hook("offline").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Hooks("retry"));
    }

    [Fact]
    public void FirstContact_FromAChatPy_ShowsItsFingerprintAndAsks()
    {
        Conversation stranger = Sample.Direct("Inès") with { Trust = Trust.Undecided };
        IRenderedComponent<ConversationPane> page = Open(stranger);

        Assert.Equal(stranger.Peer!.Value.ToFingerprint(), page.Hook("contact-fingerprint").TextContent);
        Assert.Single(page.Hooks("composer"));   // answering accepts
        page.Hook("accept").Click();
        page.Hook("block").Click();

        Assert.Equal([$"accept {stranger.Id}", $"block {stranger.Id}"], Chat.Calls);
    }

    [Fact]
    public void FirstContact_Accepted_PanelGoes()
    {
        Conversation stranger = Sample.Direct("Inès") with { Trust = Trust.Undecided };
        IRenderedComponent<ConversationPane> page = Open(stranger);

        Put(stranger with { Trust = Trust.Accepted });

        page.WaitForAssertion(() => Assert.Empty(page.Hooks("first-contact")));
    }

    [Fact]
    public void Blocked_Conversation_OffersToUnblockInsteadOfWriting()
    {
        Conversation blocked = Sample.Direct("Inès") with { Trust = Trust.Blocked, Link = LinkState.Offline };
        IRenderedComponent<ConversationPane> page = Open(blocked);

        Assert.Empty(page.Hooks("composer"));
        page.Hook("unblock").Click();

        Assert.Equal([$"accept {blocked.Id}"], Chat.Calls);
    }

    [Fact]
    public async Task Dialect_Overridden_IsAskedFor()
    {
        IRenderedComponent<MudPopoverProvider> popovers = Render<MudPopoverProvider>();
        Conversation script = Sample.Plain("10.0.0.3") with { Dialect = Dialect.Lines };
        IRenderedComponent<ConversationPane> page = Open(script);
        Assert.Equal("lines", page.Hook("dialect").GetAttribute("data-dialect"));

        page.Hook("dialect").Click();
        popovers.WaitForAssertion(() => Assert.Equal(3, popovers.Hooks("dialect-choice").Count));
        await popovers.Find("[data-testid='dialect-choice'][data-dialect='chunks']").ClickAsync();

        popovers.WaitForAssertion(() => Assert.Equal([$"dialect {script.Id} Chunks"], Chat.Calls));
    }

    [Fact]
    public void Conversation_NotHere_SaysSo() =>
        Assert.Contains(
            "not here",
            Render<ConversationPane>(with => with.Add(pane => pane.Conversation, new ConversationId("nonsense"))).Markup,
            StringComparison.Ordinal);

    [Fact]
    public async Task Message_Arrives_DoesNotDrawTheComposerAgain()
    {
        Conversation lea = Sample.Direct("Léa");
        IRenderedComponent<ConversationPane> page = Open(lea);
        IRenderedComponent<Composer> composer = page.FindComponent<Composer>();
        int drawn = composer.RenderCount;

        await PutElsewhereAsync(lea with { Unread = 1, Recent = [Sample.Theirs(1, "salut")] });

        page.WaitForAssertion(() => Assert.Single(page.Hooks("message")));
        Assert.Equal(drawn, composer.RenderCount);
    }

    [Fact]
    public async Task Pane_Disposed_LeavesNoWatcher()
    {
        Open(Sample.Direct("Léa"));
        Assert.NotEqual(0, Store.Watchers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Store.Watchers);
    }

    private IRenderedComponent<ConversationPane> Open(Conversation conversation)
    {
        Put(conversation);
        return Render<ConversationPane>(with => with.Add(pane => pane.Conversation, conversation.Id));
    }
}
