using System.Net.Sockets;
using ChatPy.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>The list as a person uses it: keys, menu, drafts, and the end of a history.</summary>
[Trait("Category", "E2E")]
public sealed class ListTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheList_ByKeys_IsWalkedAndItsMenuOpenedAndLeft()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        using TcpClient script = await ConnectPlainAsync(one.Tom);
        ChatPage tom = one.Page;
        await Expect(tom.Conversations).ToHaveCountAsync(2);
        await Expect(tom.Conversations.First).ToHaveAttributeAsync("data-unread", "1");   // the newest on top: the order stays
        await Expect(tom.Page.GetByTestId("conversations")).ToHaveAttributeAsync("data-ready", "true");
        await tom.Conversations.First.FocusAsync();

        await tom.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(tom.Conversations.Nth(1)).ToBeFocusedAsync();
        await tom.Page.Keyboard.PressAsync("Shift+F10");
        await Expect(tom.Page.GetByTestId("list-pin")).ToBeFocusedAsync();
        await tom.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(tom.Page.GetByTestId("list-mute")).ToBeFocusedAsync();
        await tom.Page.Keyboard.PressAsync("Escape");
        await Expect(tom.Page.GetByTestId("list-menu")).ToBeHiddenAsync();
        await Expect(tom.Conversations.Nth(1)).ToBeFocusedAsync();

        await one.SayAsync("salut");
        await Expect(tom.Conversations.First).ToBeFocusedAsync();   // the row went up, and the focus with it

        await tom.Page.Keyboard.PressAsync("ArrowDown");
        string? pinned = await tom.Conversations.Nth(1).GetAttributeAsync("data-conversation-id");
        await tom.Page.Keyboard.PressAsync("ContextMenu");
        await Expect(tom.Page.GetByTestId("list-pin")).ToBeFocusedAsync();
        await tom.Page.Keyboard.PressAsync("Enter");
        await Expect(tom.Conversations.First).ToHaveAttributeAsync("data-pinned", "true");
        Assert.Equal(pinned, await tom.Conversations.First.GetAttributeAsync("data-conversation-id"));
        Assert.Empty(tom.Errors);
    }

    [Fact]
    public async Task TheMenuOfTheHead_OnAPhone_IsThatOfTheRowAndGivesTheFocusBack()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.Page.Page.SetViewportSizeAsync(390, 844);
        await one.TalkAsync();
        IPage page = one.Page.Page;
        ILocator button = page.GetByTestId("conversation-menu"), menu = page.GetByTestId("list-menu");

        await button.PressAsync("Enter");
        await Expect(page.GetByTestId("list-pin")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(menu).ToBeHiddenAsync();
        await Expect(button).ToBeFocusedAsync();

        await button.ClickAsync();
        await Expect(menu).ToBeVisibleAsync();
        await button.ClickAsync();
        await Expect(menu).ToBeHiddenAsync();

        await button.ClickAsync();
        await page.GetByTestId("list-mute").ClickAsync();
        await Expect(one.Page.Conversations.First).ToHaveAttributeAsync("data-muted", "true");

        await button.ClickAsync();
        await page.GetByTestId("menu-search").ClickAsync();
        await Expect(page.GetByTestId("search")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("search-within")).ToBeCheckedAsync();
        Assert.Empty(one.Page.Errors);
    }

    [Fact]
    public async Task AComposerThatComesLate_LeavesTheFocusWithWhoeverWentOn()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        using TcpClient script = await ConnectPlainAsync(one.Tom);
        ChatPage tom = one.Page;
        await Expect(tom.Conversations).ToHaveCountAsync(2);
        await Expect(tom.Page.GetByTestId("conversations")).ToHaveAttributeAsync("data-ready", "true");
        var asked = new TaskCompletionSource<IRoute>();
        await tom.Page.RouteAsync("**/Composer.*.razor.js", asked.SetResult);

        await tom.Conversations.First.ClickAsync();
        IRoute late = await asked.Task.WaitAsync(Cancellation);
        await tom.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(tom.Conversations.Nth(1)).ToBeFocusedAsync();
        await late.ContinueAsync();

        await tom.UntilWritableAsync();
        await Expect(tom.Conversations.Nth(1)).ToBeFocusedAsync();
        await tom.Conversations.Nth(1).ClickAsync();
        await Expect(tom.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task ADraft_ShowsInTheLists_WhereItDoesNotLieOpen()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        using TcpClient script = await ConnectPlainAsync(one.Tom);
        ChatPage tom = one.Page;
        await using ChatPage other = await tom.OpenTabAsync();
        await Expect(other.Conversations).ToHaveCountAsync(2);

        await tom.Composer.FillAsync("not yet");
        await Expect(other.Page.GetByTestId("draft")).ToBeVisibleAsync();
        await Expect(other.Page.Locator(".conversation:has(.draft) .last")).ToHaveTextAsync("not yet");
        await Expect(tom.Page.GetByTestId("draft")).ToHaveCountAsync(0);

        await tom.Conversations.First.ClickAsync();
        await Expect(tom.Conversations.Nth(1).GetByTestId("draft")).ToBeVisibleAsync();
        await tom.Conversations.Nth(1).ClickAsync();
        await Expect(tom.Page.GetByTestId("draft")).ToHaveCountAsync(0);
        await Expect(tom.Composer).ToHaveValueAsync("not yet");

        await tom.Composer.PressAsync("Enter");
        await Expect(other.Page.GetByTestId("draft")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task WhoIsThere_WhileTheProcessIsGone_IsDimmed()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        ILocator row = one.Page.Conversations.First;
        ILocator[] known = [row.Locator(".presence .dot"), row.Locator(".link-icon"), one.Page.Page.Locator(".head .presence"), one.Page.Page.GetByTestId("link-state")];
        foreach (ILocator each in known) { await Expect(each).ToHaveCSSAsync("filter", "none"); }

        await one.Tom.KillAsync();

        foreach (ILocator each in known) { await Expect(each).ToHaveCSSAsync("filter", "grayscale(1) opacity(0.4)"); }
    }

    [Fact]
    public async Task Archive_ByTheButtonOfTheRow_CanBeUndone()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        IPage page = one.Page.Page;
        await one.SayAsync("salut");
        ILocator time = one.Page.Conversations.First.Locator("time");
        await Expect(time).ToHaveCSSAsync("opacity", "1");
        await one.Page.Conversations.First.HoverAsync();
        await Expect(time).ToHaveCSSAsync("opacity", "0");   // the button has its place

        await page.GetByTestId("list-more").ClickAsync();
        await page.GetByTestId("list-archive").ClickAsync();
        await Expect(page.GetByTestId("archive")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(page.GetByTestId("archive")).ToHaveCountAsync(0);
        await Expect(one.Page.Conversations).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ADeletedHistory_ThroughAKill_StaysDeletedAndTheTwoChatOn()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        IPage page = peers.TomsPage.Page;
        await peers.LeasPage.SendAsync("before");
        await peers.TomsPage.UntilMessageAsync("before", "in");
        await peers.LeasPage.UntilDeliveredAsync("before");

        await peers.TomsPage.Conversations.First.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.GetByTestId("list-delete").PressAsync("Enter");
        await Expect(page.GetByTestId("delete-cancel")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");   // once more than was meant
        await Expect(page.GetByTestId("delete-cancel")).ToHaveCountAsync(0);
        await Expect(peers.TomsPage.Messages).ToHaveCountAsync(1);

        await peers.TomsPage.Conversations.First.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.GetByTestId("list-delete").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(peers.TomsPage.Messages).ToHaveCountAsync(0);
        await peers.RestartTomAsync(static process => process.KillAsync());

        await Expect(peers.TomsPage.Messages).ToHaveCountAsync(0);
        await peers.LeasPage.UntilLinkAsync("secure");
        await peers.LeasPage.SendAsync("after");
        await peers.TomsPage.UntilMessageAsync("after", "in");
        await peers.TomsPage.SendAsync("still here");
        await peers.LeasPage.UntilMessageAsync("still here", "in");
        await peers.TomsPage.UntilDeliveredAsync("still here");
        Assert.Equal(["after", "still here"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
        Assert.Equal(["before", "after", "still here"], (await peers.LeasPage.ReadMessagesAsync()).Select(message => message.Text));
        while (Texts(peers.Tom).Contains("before")) { await Task.Delay(50, Cancellation); }
        Assert.Equal(["after", "still here"], Texts(peers.Tom));
    }

    private static async Task<TcpClient> ConnectPlainAsync(ChatPyProcess process)
    {
        var script = new TcpClient();
        await script.ConnectAsync("127.0.0.1", process.Settings.PeerPort, Cancellation);
        await script.GetStream().WriteAsync("bonjour\n"u8.ToArray(), Cancellation);
        return script;
    }

    private static IReadOnlyList<string> Texts(ChatPyProcess process)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(process.Settings.DataDirectory, "history.db")};Mode=ReadOnly;Pooling=False");
        return [.. database.Query<string>("SELECT text FROM entry ORDER BY clock, author, sequence")];
    }
}
