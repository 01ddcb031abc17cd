using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;
using MudBlazor;

namespace ChatPy.Tests.Components.Messages;

public sealed class TimelineTests : PageTest
{
    private static readonly Conversation s_lea = Sample.Direct("Léa", Sample.Theirs(1, "salut"));

    [Fact]
    public async Task Timeline_MessageArrivesAfterRender_IsShownWithoutReload()
    {
        IRenderedComponent<Timeline> page = Open(s_lea);

        await PutElsewhereAsync(s_lea with { Recent = s_lea.Recent.Add(Sample.Theirs(2, "tu es là ?")) });

        page.WaitForAssertion(() => Assert.Equal(["salut", "tu es là ?"], Texts(page)));
    }

    [Fact]
    public async Task Timeline_MessageArrives_DrawsNeitherOtherRowsNorTheActionsAgain()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [Sample.Mine(1, "salut"), Sample.Theirs(2, "oui ?")] });
        IRenderedComponent<MessageRow> first = page.FindComponents<MessageRow>()[0];

        await PutElsewhereAsync(s_lea with { Recent = [Sample.Mine(1, "salut"), Sample.Theirs(2, "oui ?"), Sample.Mine(3, "rien")] });

        page.WaitForAssertion(() => Assert.Equal(3, page.FindComponents<MessageRow>().Count));
        Assert.Equal(1, first.RenderCount);
        Assert.Equal(1, page.FindComponent<MessageActions>().RenderCount);
    }

    [Fact]
    public void Timeline_OwnMessageGoesItsWay_ShowsEachState()
    {
        IRenderedComponent<Timeline> page = Open(s_lea);

        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            Put(s_lea with { Recent = [Sample.Mine(2, "oui", state)] });
            page.WaitForAssertion(() => Assert.Equal(state.ToString().ToLowerInvariant(), page.Hook("message").GetAttribute("data-state")));
            Assert.NotEmpty(page.Hook("show-details").GetAttribute("aria-label")!);
        }
    }

    [Fact]
    public void Timeline_PeerRenamed_ItsMessagesAreReadOutUnderTheNewName()
    {
        IRenderedComponent<Timeline> page = Open(s_lea);

        Put(s_lea with { GivenName = "Mme Martin" });

        page.WaitForAssertion(() => Assert.Equal("Mme Martin", page.Hook("message").GetAttribute("aria-label")));
    }

    [Fact]
    public void Timeline_Message_CarriesItsHooksAndNothingButTheTextInMessageText()
    {
        Message mine = Sample.Mine(2, "  deux\nlignes  ", MessageState.Sent);
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [mine] });

        Assert.Equal(mine.Id.ToString(), page.Hook("message").GetAttribute("data-message-id"));
        Assert.Equal("out", page.Hook("message").GetAttribute("data-direction"));
        Assert.Equal("  deux\nlignes  ", page.Hook("message-text").TextContent);
        Assert.Equal("auto", page.Hook("message-text").GetAttribute("dir"));
    }

    [Fact]
    public void Tick_OfEachState_HasWordsOfItsOwn()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [.. Enum.GetValues<MessageState>().Select(state => Sample.Mine((long)state, "oui", state))] });

        Assert.Distinct(page.Hooks("show-details").Select(tick => tick.GetAttribute("aria-label")));
        Assert.All(page.Hooks("show-details"), tick => Assert.Equal(tick.GetAttribute("aria-label"), tick.GetAttribute("title")));
    }

    [Fact]
    public void Tick_Activated_TellsTheWayOfTheMessage()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        Message mine = Sample.Mine(2, "oui", MessageState.Delivered);
        Chat.OnReadDetails = _ => new MessageDetails(Sample.Now, Sample.Now, Sample.Now.AddSeconds(1), Sample.Now.AddSeconds(2), null, null) { IsMine = true };
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [mine] });

        page.Hook("show-details").Click();

        dialogs.WaitForAssertion(() => dialogs.Hook("message-details"));
        Assert.Equal([$"details {s_lea.Id} {mine.Id}"], Chat.Calls);
        Assert.Equal(
            ["Written10/03/2026 14:00:00", "Stored here10/03/2026 14:00:00", "Sent10/03/2026 14:00:01", "Delivered10/03/2026 14:00:02", "Readnot yet"],
            Steps(dialogs));
    }

    [Fact]
    public void Tick_OfWhatWentToAPlainPeer_SaysThatNobodyWillKnow()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        Chat.OnReadDetails = _ => new MessageDetails(Sample.Now, Sample.Now, Sample.Now, null, null, null) { IsMine = true };
        IRenderedComponent<Timeline> page = Open(Sample.Plain("10.0.0.3", Sample.Mine(2, "oui", MessageState.Unconfirmed)));

        page.Hook("show-details").Click();

        dialogs.WaitForAssertion(() => Assert.Equal(2, Steps(dialogs).Count(step => step.EndsWith("cannot be known", StringComparison.Ordinal))));
    }

    [Fact]
    public void Retry_OfWhatFailed_IsAskedForAndTheFailedOneGoes()
    {
        Message failed = Sample.Mine(2, "oui", MessageState.Failed);
        Conversation script = Sample.Plain("10.0.0.3", Sample.Mine(1, "d’abord", MessageState.Unconfirmed), failed);
        IRenderedComponent<Timeline> page = Open(script);

        page.Hook("retry").Click();

        Assert.Equal([$"retry {script.Id} {failed.Id}"], Chat.Calls);
        page.WaitForAssertion(() => Assert.Equal(["d’abord"], Texts(page)));
    }

    [Fact]
    public void Retry_PeerIsGone_KeepsTheFailedOneAndSaysWhy()
    {
        IRenderedComponent<MudSnackbarProvider> notes = Render<MudSnackbarProvider>();
        Chat.OnSend = (_, _) => Task.FromResult(SendResult.PlainPeerGone);
        IRenderedComponent<Timeline> page = Open(Sample.Plain("10.0.0.3", Sample.Mine(2, "oui", MessageState.Failed)));

        page.Hook("retry").Click();

        notes.WaitForAssertion(() => Assert.Contains("not connected", notes.Markup, StringComparison.Ordinal));
        Assert.Equal(["oui"], Texts(page));
    }

    [Fact]
    public void Timeline_TextThatLooksLikeMarkup_StaysText()
    {
        const string Attack = "<img src=x onerror=alert(1)><b>&amp;</b>";
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [Sample.Theirs(2, Attack)] });

        Assert.Equal(Attack, page.Hook("message-text").TextContent);
        Assert.Empty(page.FindAll("[data-testid='message-text'] *"));
    }

    [Fact]
    public void Timeline_SeveralDays_PartsThemWithWords()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with
        {
            Recent =
            [
                Sample.Theirs(1, "a", Sample.Now.AddDays(-3)), Sample.Theirs(2, "b", Sample.Now.AddDays(-1)), Sample.Theirs(3, "c", Sample.Now),
            ],
        });

        Assert.Equal(["Saturday, 7 March 2026", "Yesterday", "Today"], page.Hooks("day").Select(day => day.TextContent));
    }

    [Fact]
    public void Timeline_NoMessage_InvitesToWrite() =>
        Assert.Contains("Say hello to Léa", Open(s_lea with { Recent = [] }).Markup, StringComparison.Ordinal);

    [Fact]
    public async Task ReadOlder_MoreInTheStore_PutsThePageBefore()
    {
        Chat.OnReadOlder = (_, _) => [Sample.Theirs(-2, "first"), Sample.Theirs(-1, "second")];
        IRenderedComponent<Timeline> page = Open(s_lea with { HasOlder = true });

        await page.InvokeAsync(page.Instance.ReadOlderAsync);

        Assert.Equal(["first", "second", "salut"], Texts(page));
        Assert.Equal("false", page.Find(".older").GetAttribute("data-older"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_ReaderWentElsewhereMeanwhile_LeavesTheReaderThere(bool isOlder)
    {
        Message far = Sample.Theirs(-500, "far", Sample.Now.AddDays(-9)), near = Sample.Theirs(-350, "near", Sample.Now.AddDays(-5));
        Chat.OnFind = id => id == far.Id ? far : near;
        Chat.OnReadOlder = (_, count) => [.. Enumerable.Range(-700, count).Select(number => Sample.Theirs(number, "before", Sample.Now.AddDays(-20).AddSeconds(number)))];
        Chat.OnReadNewer = (_, count) => [.. Enumerable.Range(-300, count).Select(number => Sample.Theirs(number, "after", Sample.Now.AddDays(-4).AddSeconds(number)))];
        IRenderedComponent<Timeline> page = Open(s_lea with { HasOlder = true });
        await page.InvokeAsync(() => page.Instance.FetchAsync(near.Id));
        var disk = new TaskCompletionSource();
        Chat.Disk = disk.Task;
        Task reading = page.InvokeAsync(isOlder ? page.Instance.ReadOlderAsync : page.Instance.ReadNewerAsync);

        Chat.Disk = Task.CompletedTask;
        Chat.OnReadNewer = (_, count) => [.. Enumerable.Range(-490, count).Select(number => Sample.Theirs(number, "after far", Sample.Now.AddDays(-8).AddSeconds(number)))];
        await page.InvokeAsync(() => page.Instance.FetchAsync(far.Id));
        Chat.OnReadOlder = Chat.OnReadNewer = (_, _) => [Sample.Theirs(-380, "late", Sample.Now.AddDays(-6))];
        disk.SetResult();
        await reading;

        Assert.Equal(["before", "far", "after far"], Texts(page).Distinct());
    }

    [Fact]
    public async Task Seen_ReaderAtTheEnd_MarksRead()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with { Unread = 1 });
        Assert.Equal("1", page.Hook("timeline").GetAttribute("data-unseen"));
        Assert.Empty(Chat.Calls);   // to open a conversation is not to have read it

        await page.InvokeAsync(() => page.Instance.SeenAsync(1));

        Assert.Equal([$"read {s_lea.Id} 1"], Chat.Calls);
    }

    [Fact]
    public void Timeline_OpenedWithUnread_DividesNewFromRead()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with
        {
            Unread = 1,
            ReadUpTo = 1,
            Recent = s_lea.Recent.Add(Sample.Theirs(2, "nouveau")),
        });

        Assert.Equal("nouveau", page.Hook("new-divider").NextElementSibling!.QuerySelector(".text")!.TextContent);
        Assert.Contains("1 new", page.Hook("jump-to-end").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeline_ReaderWasAway_DividesWhatCameSince()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with { ReadUpTo = 1 });
        await page.InvokeAsync(() => page.Instance.Away(true));

        Put(s_lea with { Unread = 1, ReadUpTo = 1, Recent = s_lea.Recent.Add(Sample.Theirs(2, "pendant ton absence")) });

        page.WaitForAssertion(() => page.Hook("new-divider"));
    }

    [Fact]
    public async Task Fetch_WhereTheReaderWas_BringsTheHistoryAroundItOntoThePage()
    {
        Message old = Sample.Theirs(-50, "long ago", Sample.Now.AddDays(-9));
        Chat.OnFind = _ => old;
        Chat.OnReadNewer = (_, count) => [.. Enumerable.Range(-49, count).Select(number => Sample.Theirs(number, "after", Sample.Now.AddDays(-8).AddSeconds(number)))];
        IRenderedComponent<Timeline> page = Open(s_lea with { HasOlder = true });

        await page.InvokeAsync(() => page.Instance.FetchAsync(old.Id));

        Assert.Equal(old.Id.ToString(), page.Hook("message").GetAttribute("data-message-id"));
    }

    [Theory]
    [InlineData("en-GB", "You 13:00 oui Sent, not confirmed")]
    [InlineData("fr-FR", "Toi 13:00 oui Envoyé, sans confirmation")]
    public void Row_ReadOut_TellsAuthorTimeTextAndState(string culture, string expected)
    {
        Speak(culture);
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [Sample.Mine(2, "oui", MessageState.Unconfirmed)] });

        string[] label = page.Hook("message").GetAttribute("aria-labelledby")!.Split(' ');

        Assert.Equal(expected, string.Join(' ', label.Select(id => page.Find($"[id='{id}']")).Select(part => part.GetAttribute("aria-label") ?? part.TextContent)));
    }

    [Fact]
    public async Task Timeline_Disposed_LeavesNoWatcher()
    {
        Open(s_lea);
        Assert.Equal(1, Store.Watchers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Store.Watchers);
    }

    private IRenderedComponent<Timeline> Open(Conversation conversation)
    {
        Put(conversation);
        return Render<Timeline>(with => with.Add(timeline => timeline.Conversation, conversation.Id));
    }

    private static IEnumerable<string> Steps(IRenderedComponent<MudDialogProvider> dialogs) =>
        dialogs.FindAll("[data-testid='message-details'] li").Select(step => string.Concat(step.Children.Select(child => child.TextContent)));

    private static IEnumerable<string> Texts(IRenderedComponent<Timeline> page) => page.Hooks("message-text").Select(text => text.TextContent);
}
