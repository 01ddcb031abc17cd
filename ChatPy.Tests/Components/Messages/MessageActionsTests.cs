using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;
using MudBlazor;

namespace ChatPy.Tests.Components.Messages;

/// <summary>What a person does to a message; the script only says which message and what.</summary>
public sealed class MessageActionsTests : PageTest
{
    private static readonly Message s_theirs = Sample.Theirs(1, "when?");
    private static readonly Message s_mine = Sample.Mine(2, "at noon", MessageState.Delivered);
    private static readonly Conversation s_lea = Sample.Direct("Léa", s_theirs, s_mine);

    [Fact]
    public async Task Act_Reply_AnswersWithTextAndAuthor()
    {
        IRenderedComponent<Timeline> page = Open();

        Assert.Equal(new ActionAnswer("when?", "Léa"), await ActAsync(page, "reply", s_theirs));
        Assert.Empty(Chat.Calls);
    }

    [Fact]
    public async Task Act_React_PutsTheEmojiAndTakesItAway()
    {
        IRenderedComponent<Timeline> page = Open();
        await ActAsync(page, "react", s_theirs, "👍");

        Put(s_lea with { Recent = [s_theirs with { Reactions = [new Reaction("👍", 1, true)] }, s_mine] });
        page.WaitForAssertion(() => page.Hook("reaction"));
        await page.Hook("reaction").ClickAsync();

        Assert.Equal([$"Reaction of {s_theirs.Id}: 👍", $"ReactionGone of {s_theirs.Id}: 👍"], Chat.Calls);
    }

    [Fact]
    public async Task Act_ReactWithWords_DoesNothing()
    {
        await ActAsync(Open(), "react", s_theirs, "not an emoji");

        Assert.Empty(Chat.Calls);
    }

    [Fact]
    public async Task Act_Delete_CanBeUndone()
    {
        IRenderedComponent<MudSnackbarProvider> notes = Render<MudSnackbarProvider>();
        await ActAsync(Open(), "delete", s_mine);
        notes.WaitForAssertion(() => Assert.Contains("deleted on both sides", notes.Markup, StringComparison.Ordinal));

        await notes.Find(".mud-snackbar-content-action button").ClickAsync();

        notes.WaitForAssertion(() => Assert.Equal([$"Deletion of {s_mine.Id}: 🗑️", $"Edit of {s_mine.Id}: at noon"], Chat.Calls));
    }

    [Fact]
    public async Task Act_DeleteTheirs_DoesNothing()
    {
        await ActAsync(Open(), "delete", s_theirs);

        Assert.Empty(Chat.Calls);
    }

    [Fact]
    public async Task Act_Forward_SendsTheTextWhereThePersonChooses()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        Conversation paul = Sample.Direct("Paul");
        Put(paul);
        await ActAsync(Open(), "forward", s_theirs);
        dialogs.WaitForAssertion(() => dialogs.Hook("forward"));

        await dialogs.Find($"[data-conversation-id='{paul.Id}']").ClickAsync();

        dialogs.WaitForAssertion(() => Assert.EndsWith(" when?", Assert.Single(Chat.Calls), StringComparison.Ordinal));
    }

    [Fact]
    public void Row_Reply_ShowsWhatItAnswersAndJumpsThere()
    {
        Message reply = s_mine with { Quote = new Quote(s_theirs.Id, false, "when?") };
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [s_theirs, reply] });

        Assert.Equal("Léawhen?", string.Concat(page.Hook("quote").Children.Select(part => part.TextContent)));
        Assert.Equal("at noon", page.Hooks("message-text")[1].TextContent);
    }

    [Fact]
    public void Row_Deleted_SaysSoAndShowsNeitherTextNorQuoteNorReaction()
    {
        Message gone = s_mine with { Text = "", IsDeleted = true, Quote = new Quote(s_theirs.Id, false, "when?"), Reactions = [new Reaction("👍", 1, true)] };
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [gone] });

        Assert.Equal("This message was deleted", page.Hook("message-deleted").TextContent);
        Assert.Empty(page.FindAll("[data-testid='message-text'], [data-testid='quote'], [data-testid='reaction']"));
    }

    [Fact]
    public void Row_Edited_SaysSoAndTellsWhatItSaidBefore()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        Chat.OnReadDetails = _ => new MessageDetails(Sample.Now, Sample.Now, null, null, null, null)
        {
            Versions = [new MessageVersion(Sample.Now, "wen?"), new MessageVersion(Sample.Now, "when?")],
        };
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [s_theirs with { EditedAt = Sample.Now }] });

        page.Hook("edited").Click();

        dialogs.WaitForAssertion(() => Assert.Equal(["wen?", "when?"], dialogs.FindAll("[data-testid='message-versions'] p").Select(version => version.TextContent)));
    }

    [Fact]
    public void Row_ReactionsOfBoth_AreCountedAndNamed()
    {
        IRenderedComponent<Timeline> page = Open(s_lea with { Recent = [s_theirs with { Reactions = [new Reaction("👍", 2, true), new Reaction("🎉", 1, false)] }] });

        Assert.Equal(["You and Léa", "Léa"], page.Hooks("reaction").Select(chip => chip.GetAttribute("title")));
        Assert.Equal(["true", "false"], page.Hooks("reaction").Select(chip => chip.GetAttribute("aria-pressed")));
    }

    [Fact]
    public async Task Quote_OfWhatThePageDoesNotHave_ReadsTheHistoryAroundIt()
    {
        Message old = Sample.Theirs(-50, "long ago", Sample.Now.AddDays(-9));
        Chat.OnFind = id => id == old.Id ? old : null;
        Chat.OnReadOlder = (_, _) => [Sample.Theirs(-51, "before", Sample.Now.AddDays(-10))];
        Chat.OnReadNewer = (_, count) => [.. Enumerable.Range(-49, count).Select(number => Sample.Theirs(number, "after", Sample.Now.AddDays(-8).AddSeconds(number)))];
        IRenderedComponent<Timeline> page = Open(s_lea with { HasOlder = true, Recent = [s_mine with { Quote = new Quote(old.Id, false, "long ago") }] });

        await page.InvokeAsync(() => page.Hook("quote").Click());

        page.WaitForAssertion(() => Assert.Equal(["before", "long ago", "after"], page.Hooks("message-text").Take(3).Select(text => text.TextContent)));
        Assert.Equal("true", page.Hook("timeline").GetAttribute("data-newer"));

        await page.InvokeAsync(page.Instance.ToEnd);
        Assert.Equal(["at noon"], page.Hooks("message-text").Select(text => text.TextContent));
    }

    [Fact]
    public void Menu_OfAPlainConversation_OffersNothingThatThePeerWouldNotHear()
    {
        IRenderedComponent<Timeline> page = Open(Sample.Plain("10.0.0.3", s_theirs));

        Assert.Equal("plain", page.FindComponent<MessageActions>().Find("[data-kind]").GetAttribute("data-kind"));
    }

    private IRenderedComponent<Timeline> Open(Conversation? conversation = null)
    {
        Put(conversation ?? s_lea);
        return Render<Timeline>(with => with.Add(timeline => timeline.Conversation, (conversation ?? s_lea).Id));
    }

    private static Task<ActionAnswer?> ActAsync(IRenderedComponent<Timeline> page, string name, Message message, string? argument = null) =>
        page.InvokeAsync(() => page.FindComponent<MessageActions>().Instance.ActAsync(name, message.Id, argument));
}
