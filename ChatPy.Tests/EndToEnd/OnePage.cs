using ChatPy.Tests.Integration.Chat;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;
using Microsoft.Playwright;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Tom, a process with a page, where only his page matters; and Léa, who has dialled him: a ChatPy without a page, in the process of the test.</summary>
internal sealed class OnePage : IAsyncDisposable
{
    private readonly TemporaryDirectory _leasData = new();
    private readonly TemporaryDirectory _tomsData = new();
    private ChatNode? _lea;
    private ConversationId _conversation;

    private OnePage() { }

    public ChatPyProcess Tom { get; private set; } = null!;

    public ChatPage Page { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The page lies open at the list, with Léa in it.</summary>
    /// <param name="browser">Where.</param>
    /// <param name="language">What the browser asks for.</param>
    /// <param name="prepare">What is done to the window before the page is loaded.</param>
    public static async Task<OnePage> StartAsync(Browser browser, string language = "en-GB", Func<IBrowserContext, Task>? prepare = null)
    {
        var one = new OnePage();
        try
        {
            one._lea = await ChatNode.StartAsync(one._leasData.Path, "Léa");
            one.Tom = await ChatPyProcess.StartAsync(new ChatPySettings(one._tomsData.Path) { Nickname = "Tom" }, Cancellation);
            one.Page = await ChatPage.OpenAsync(browser, one.Tom, language, prepare);
            one._conversation = (await one._lea.Chat.ConnectAsync(one.Tom.Address, cancellationToken: Cancellation)).Conversation!.Value;
            await Assertions.Expect(one.Page.Conversations).ToHaveCountAsync(1);
            return one;
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the conversation with Léa.</summary>
    public async Task TalkAsync()
    {
        await Page.OpenConversationAsync();
        await Page.UntilLinkAsync("secure");
    }

    /// <summary>Tom lets Léa in, and is back at the list.</summary>
    public async Task AcceptAsync()
    {
        await TalkAsync();
        await Page.Page.GetByTestId("accept").ClickAsync();
        await Assertions.Expect(Page.Page.GetByTestId("first-contact")).ToHaveCountAsync(0);
        await Page.Page.EvaluateAsync("() => Blazor.navigateTo('')");
        await Assertions.Expect(Page.Page.Locator(".welcome")).ToBeVisibleAsync();
    }

    /// <summary>Léa writes to Tom.</summary>
    public async Task SayAsync(string text) => Assert.Equal(SendResult.Stored, await _lea!.SayAsync(_conversation, text));

    public async ValueTask DisposeAsync()
    {
        if (Page is not null) { await Page.DisposeAsync(); }
        if (Tom is not null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"--- Tom ---\n{Tom.Output}");
            await Tom.DisposeAsync();
        }

        if (_lea is not null) { await _lea.DisposeAsync(); }
        _leasData.Dispose();
        _tomsData.Dispose();
    }
}
