using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Conversations;
using ChatPy.Web.Components.Messages;
using MudBlazor;

namespace ChatPy.Tests.Components.Conversations;

/// <summary>The order of the list, and what the person can do with a row of it.</summary>
public sealed class ConversationMenuTests : PageTest
{
    private static readonly Conversation s_lea = Sample.Direct("Léa", Sample.Theirs(1, "salut"));
    private static readonly Conversation s_noe = Sample.Direct("Noé", Sample.Mine(2, "bonjour", MessageState.Delivered));
    private static readonly Conversation s_script = Sample.Plain("10.0.0.3");

    public ConversationMenuTests() => Chat.Arranged = id => Store.Current.Find(id)!.Arrangement;

    [Fact]
    public void List_PinnedOnes_StandAboveTheOthersAndArchivedOnesApart()
    {
        Put(Arranged(s_lea, new() { IsPinned = true }), s_noe, Arranged(s_script, new() { ArchivedUpTo = 0 }));   // the last one put is the most recent

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Equal(["Léa", "Noé", "10.0.0.3"], page.FindAll(".title").Select(title => title.TextContent));
        Assert.Equal(["10.0.0.3"], page.Hook("archive").QuerySelectorAll(".title").Select(title => title.TextContent));
        Assert.False(page.Hook("archive").HasAttribute("open"));
    }

    [Fact]
    public async Task List_MessageForAnArchivedOne_BringsItBack()
    {
        Conversation archived = Arranged(s_lea, new() { ArchivedUpTo = 1 });
        Put(archived);
        IRenderedComponent<ConversationList> page = Render<ConversationList>();
        Assert.Single(page.Hooks("archive"));

        await PutElsewhereAsync(archived with { Unread = 1, Recent = archived.Recent.Add(Sample.Theirs(2, "coucou")) });

        page.WaitForAssertion(() => Assert.Empty(page.Hooks("archive")));
    }

    [Fact]
    public void Row_MyLastMessage_ShowsHowFarItHasCome()
    {
        Put(s_noe);

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Equal("delivered", page.Find(".state").GetAttribute("data-state"));
        Assert.Equal("You: bonjour", page.Find(".last").TextContent);
    }

    [Fact]
    public async Task Row_WithADraft_SaysSoUnlessItIsOpened()
    {
        Put(s_lea, s_noe);
        IRenderedComponent<ConversationList> page = Render<ConversationList>(with => with.Add(list => list.Opened, s_noe.Id));

        await page.InvokeAsync(() => page.Instance.ShowDrafts(new() { [s_lea.Id.Value] = "later", [s_noe.Id.Value] = "soon" }));

        Assert.Equal([s_lea.Id.Value], page.Hooks("draft").Select(tag => tag.Closest("a")!.GetAttribute("data-conversation-id")));
    }

    [Fact]
    public async Task Row_WithADraft_ShowsItsTextInsteadOfTheLastMessage()
    {
        Put(s_lea);
        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        await page.InvokeAsync(() => page.Instance.ShowDrafts(new() { [s_lea.Id.Value] = "<b>not yet</b>" }));

        Assert.Equal(("Draft", "<b>not yet</b>"), (page.Hook("draft").TextContent, page.Find(".last").TextContent));
    }

    [Fact]
    public void Row_ArrangedByThePerson_SaysItInWords()
    {
        Put(Arranged(s_lea, new() { IsPinned = true, IsMuted = true, IsMarkedUnread = true, Alias = "Mme Martin" }));

        IRenderedComponent<ConversationList> page = Render<ConversationList>();

        Assert.Equal(["Muted", "Pinned", "Marked as unread"], page.FindAll(".marks .unseen").Select(words => words.TextContent));
        Assert.Equal("Mme Martin", page.Find(".title").TextContent);
    }

    [Theory]
    [InlineData("pin", true, false, false)]
    [InlineData("mute", false, true, false)]
    [InlineData("unread", false, false, true)]
    public async Task Menu_OneChoice_IsAskedForAndOfferedTheOtherWayAfterwards(string choice, bool isPinned, bool isMuted, bool isMarkedUnread)
    {
        Put(s_lea);
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_lea);
        string first = page.Hook($"list-{choice}").TextContent;

        await page.Hook($"list-{choice}").ClickAsync(new());

        Arrangement now = Assert.Single(Chat.Arrangements);
        Assert.Equal((isPinned, isMuted, isMarkedUnread), (now.IsPinned, now.IsMuted, now.IsMarkedUnread));
        Put(s_lea with { Arrangement = now });
        await OpenAsync(page, s_lea);
        Assert.NotEqual(first, page.Hook($"list-{choice}").TextContent);
    }

    [Fact]
    public async Task Menu_MarkAsRead_ReadsUpToTheNewest()
    {
        Put(s_lea with { Unread = 1 });
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_lea);

        await page.Hook("list-unread").ClickAsync(new());

        Assert.Contains($"read {s_lea.Id} 1", Chat.Calls);
    }

    [Fact]
    public async Task Archive_ThenUndo_IsAsBefore()
    {
        Put(Arranged(s_lea, new() { IsPinned = true }));
        IRenderedComponent<MudSnackbarProvider> snackbars = Render<MudSnackbarProvider>();
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_lea);

        await page.Hook("list-archive").ClickAsync(new());
        Assert.Equal(new Arrangement { ArchivedUpTo = 1 }, Chat.Arrangements[^1]);
        Assert.Contains("Léa is archived.", snackbars.Markup, StringComparison.Ordinal);

        Put(s_lea with { Arrangement = Chat.Arrangements[^1] });
        await snackbars.Find(".mud-snackbar-content-action button").ClickAsync(new());
        Assert.Equal(new Arrangement { IsPinned = true }, Chat.Arrangements[^1]);
    }

    [Fact]
    public async Task Delete_Confirmed_IsDoneAndCanBeUndone()
    {
        Put(s_lea);
        IRenderedComponent<MudSnackbarProvider> snackbars = Render<MudSnackbarProvider>();
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_lea);

        Task deleting = page.Hook("list-delete").ClickAsync(new());
        Assert.Contains("Léa keeps theirs", dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(Chat.Calls);
        Assert.Equal("danger", dialogs.Hook("delete-yes").ClassName);
        await dialogs.Hook("delete-yes").ClickAsync(new());
        await deleting;
        Assert.Equal([$"delete {s_lea.Id}"], Chat.Calls);

        await snackbars.Find(".mud-snackbar-content-action button").ClickAsync(new());
        Assert.Equal([$"delete {s_lea.Id}", $"undo {s_lea.Id}"], Chat.Calls);
    }

    [Fact]
    public async Task Delete_NothingWasSaid_IsNotOffered()
    {
        Put(s_script);
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();

        await OpenAsync(page, s_script);

        Assert.Empty(page.Hooks("list-delete"));
    }

    [Fact]
    public async Task Menu_OfAnyConversation_OffersEverythingAndWhatTakesSomethingAwayLast()
    {
        Put(Sample.Plain("10.0.0.3", Sample.Theirs(1, "bonjour")));
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();

        await OpenAsync(page, Store.Current.Conversations[0]);

        Assert.Equal(
            [
                "list-pin", "list-mute", "list-unread", "list-rename", "list-archive", "",
                "menu-search", "export", "export", "export", "",
                "disconnect", "list-delete", "menu-block",
            ],
            page.Hook("list-menu").Children.Select(item => item.GetAttribute("data-testid") ?? ""));
    }

    [Theory]
    [InlineData(Trust.Accepted, "menu-block", "block")]
    [InlineData(Trust.Blocked, "menu-unblock", "accept")]
    public async Task Menu_Block_IsAskedForAndOfferedTheOtherWayAfterwards(Trust trust, string choice, string call)
    {
        Put(s_lea with { Trust = trust });
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_lea);

        await page.Hook(choice).ClickAsync(new());

        Assert.Equal([$"{call} {s_lea.Id}"], Chat.Calls);
    }

    [Fact]
    public async Task Menu_LeavePlainPeer_IsAskedFor()
    {
        Put(s_script);
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_script);

        await page.Hook("disconnect").ClickAsync(new());

        Assert.Equal([$"disconnect {s_script.Id}"], Chat.Calls);
    }

    [Fact]
    public async Task Rename_InTheDialog_AsksForTheAlias()
    {
        Put(s_lea);
        IRenderedComponent<MudDialogProvider> dialogs = Render<MudDialogProvider>();
        IRenderedComponent<ConversationMenu> page = Render<ConversationMenu>();
        await OpenAsync(page, s_lea);
        await page.Hook("list-rename").ClickAsync(new());

        await dialogs.Hook("alias").ChangeAsync(new() { Value = "Mme Martin" });
        await dialogs.Find("form").SubmitAsync();

        Assert.Equal("Mme Martin", Assert.Single(Chat.Arrangements).Alias);
    }

    [Fact]
    public void Open_AConversationMarkedUnread_TakesTheMarkAway()
    {
        Put(Arranged(s_lea, new() { IsMarkedUnread = true }));
        IRenderedComponent<ConversationList> page = Render<ConversationList>();
        Assert.Empty(Chat.Arrangements);

        page.Render(with => with.Add(list => list.Opened, s_lea.Id));

        Assert.False(Assert.Single(Chat.Arrangements).IsMarkedUnread);
    }

    [Fact]
    public void Header_WithAnAlias_StillShowsTheGivenName()
    {
        Put(Arranged(s_lea, new() { Alias = "Mme Martin" }));

        IRenderedComponent<ConversationHeader> head = Render<ConversationHeader>(with => with.Add(shown => shown.Conversation, s_lea.Id));

        Assert.Contains("Mme Martin", head.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal("known as Léa", head.Hook("known-as").TextContent);
    }

    private static Conversation Arranged(Conversation conversation, Arrangement arrangement) => conversation with { Arrangement = arrangement };

    /// <summary>What ConversationMenu.razor.js does first.</summary>
    private static Task OpenAsync(IRenderedComponent<ConversationMenu> page, Conversation conversation) =>
        page.InvokeAsync(() => Assert.True(page.Instance.Choose(conversation.Id.Value)));
}
