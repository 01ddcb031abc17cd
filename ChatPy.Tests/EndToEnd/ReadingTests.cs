using System.Text.RegularExpressions;
using ChatPy.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Where a reader is in a long conversation, and what is said about the rest of it.</summary>
[Trait("Category", "E2E")]
public sealed class ReadingTests(Browser browser) : IAsyncLifetime
{
    // One for each test: a plain program that comes after another has left goes on in its conversation, with what is unread there.
    private readonly RunningHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task UnreadAbove_IsSaidInABar_ThatLeadsThereAndReadsAll()
    {
        using PlainFriend lea = await PlainFriend.ConnectAsync(_host.Process.Settings.PeerPort, "Léa", Lines("Léa"));
        await using ChatPage page = await OpenAsync("Léa");
        ILocator bar = page.Page.GetByTestId("unread-bar");
        ILocator divider = page.Page.GetByTestId("new-divider");
        await Expect(divider).ToBeInViewportAsync();
        await Expect(bar).ToBeHiddenAsync();

        await page.Find("Léa 40", "in").ScrollIntoViewIfNeededAsync();
        await Expect(bar).ToContainTextAsync("60 unread since");
        await page.Page.GetByTestId("unread-jump").ClickAsync();
        await Expect(divider).ToBeInViewportAsync();
        await Expect(page.Page.Locator("[data-testid=new-divider] + [data-testid=message]")).ToBeFocusedAsync();
        await Expect(bar).ToBeHiddenAsync();

        await page.Find("Léa 40", "in").ScrollIntoViewIfNeededAsync();
        await Expect(bar).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Shift+PageUp");
        await Expect(divider).ToBeInViewportAsync();

        await page.Find("Léa 40", "in").ScrollIntoViewIfNeededAsync();
        await Expect(bar).ToBeVisibleAsync();
        await page.Page.GetByTestId("unread-read").PressAsync("Enter");
        await Expect(bar).ToHaveCountAsync(0);
        await Expect(divider).ToHaveCountAsync(0);
        await Expect(page.Page.GetByTestId("timeline")).ToBeFocusedAsync();
        await Expect(Row(page, "Léa")).ToHaveAttributeAsync("data-unread", "0");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task AConversation_OpenedAgain_IsWhereItsReaderWas_UnlessSomethingNewCame()
    {
        using PlainFriend zoe = await PlainFriend.ConnectAsync(_host.Process.Settings.PeerPort, "Zoé", Lines("Zoé"));
        using PlainFriend tom = await PlainFriend.ConnectAsync(_host.Process.Settings.PeerPort, "Tom", "salut");
        await using ChatPage page = await OpenAsync("Zoé");
        await page.Page.Keyboard.PressAsync("Escape");   // to the end
        await Expect(page.Page.GetByTestId("timeline")).ToHaveAttributeAsync("data-unseen", "0");

        await ThereAndBackAsync(page);
        await Expect(page.Find("Zoé 60", "in")).ToBeInViewportAsync();

        await page.Page.GetByTestId("timeline").EvaluateAsync("log => { log.scrollTop = 417; }");
        await page.Page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(key => key.startsWith('chatpy.place.'))");
        await ThereAndBackAsync(page);
        Assert.Equal(417, await page.Page.GetByTestId("timeline").EvaluateAsync<double>("log => log.scrollTop"), 1.0);

        await ThereAndBackAsync(page, () => zoe.SayAsync("encore"));
        await Expect(page.Page.GetByTestId("new-divider")).ToBeInViewportAsync();
        await Expect(page.Find("encore", "in")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task WhatStoodInSight_IsRead_HoweverSoonTheReaderLeaves()
    {
        using PlainFriend zoe = await PlainFriend.ConnectAsync(_host.Process.Settings.PeerPort, "Zoé", Lines("Zoé"));
        using PlainFriend tom = await PlainFriend.ConnectAsync(_host.Process.Settings.PeerPort, "Tom", "salut");
        await using ChatPage page = await OpenAsync("Zoé", StandStillAsync);
        await page.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(2));   // nothing is said after a while
        await page.Page.Keyboard.PressAsync("Escape");   // to the end
        await Expect(Row(page, "Zoé")).ToHaveAttributeAsync("data-unread", "0");

        await Row(page, "Tom").ClickAsync();

        await Expect(page.Page.Locator(".head h1")).ToHaveTextAsync("Tom");
        await Expect(Row(page, "Zoé")).ToHaveAttributeAsync("data-unread", "0");
    }

    [Fact]
    public async Task AStream_IsReadWhileItGoesOn()
    {
        using PlainFriend zoe = await PlainFriend.ConnectAsync(_host.Process.Settings.PeerPort, "Zoé", Lines("Zoé"));
        await using ChatPage page = await OpenAsync("Zoé", StandStillAsync), other = await ChatPage.OpenAsync(browser, _host.Process);
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(Row(other, "Zoé")).ToHaveAttributeAsync("data-unread", "0");   // it counts what is not read yet
        await page.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(2));

        for (int line = 1; line <= 12; line++)
        {
            await zoe.SayAsync($"stream {line}");
            await page.UntilMessageAsync($"stream {line}", "in");
            await page.Page.Clock.RunForAsync(100);
        }

        await Expect(Row(other, "Zoé")).ToHaveAttributeAsync("data-unread", new Regex("^[1-9]$"));
    }

    // The time of the page goes on by itself until a test stops it.
    private static Task StandStillAsync(IBrowserContext window) => window.Clock.InstallAsync();

    // To Tom and back.
    private static async Task ThereAndBackAsync(ChatPage page, Func<Task>? meanwhile = null)
    {
        await Row(page, "Tom").ClickAsync();
        await Expect(page.Page.Locator(".head h1")).ToHaveTextAsync("Tom");
        if (meanwhile is not null)
        {
            await meanwhile();
            await Expect(Row(page, "Zoé")).Not.ToHaveAttributeAsync("data-unread", "0");
        }

        await Row(page, "Zoé").ClickAsync();
        await Expect(page.Page.Locator(".head h1")).ToHaveTextAsync("Zoé");
        await page.Page.Locator(".timeline[data-ready]").WaitForAsync();
    }

    private static string[] Lines(string name) => [.. Enumerable.Range(1, 60).Select(number => $"{name} {number}")];

    private static ILocator Row(ChatPage page, string name) => page.Page.Locator($"[data-testid=conversation]:has-text('{name}')");

    private async Task<ChatPage> OpenAsync(string name, Func<IBrowserContext, Task>? prepare = null)
    {
        ChatPage page = await ChatPage.OpenAsync(browser, _host.Process, prepare: prepare);
        await Expect(Row(page, name)).ToHaveAttributeAsync("data-unread", "60");
        await Row(page, name).ClickAsync();
        await page.UntilWritableAsync();
        await page.Page.Locator(".timeline[data-ready]").WaitForAsync();   // Escape leads to the end
        return page;
    }
}
