using ChatPy.Tests.Support;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Léa and Tom: two processes, and a page of each in a window of its own.</summary>
internal sealed class TwoPeers : IAsyncDisposable
{
    private readonly TemporaryDirectory _leasData = new();
    private readonly TemporaryDirectory _tomsData = new();

    private TwoPeers() { }

    public ChatPyProcess Lea { get; private set; } = null!;

    public ChatPyProcess Tom { get; private set; } = null!;

    public ChatPage LeasPage { get; private set; } = null!;

    public ChatPage TomsPage { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two processes on this machine; further settings by <paramref name="adapt"/>, called for Léa and then for Tom.</summary>
    public static async Task<TwoPeers> StartAsync(Browser browser, Func<ChatPySettings, bool, ChatPySettings>? adapt = null)
    {
        adapt ??= static (settings, _) => settings;
        var peers = new TwoPeers();
        try
        {
            ChatPyProcess[] started = await Task.WhenAll(
                ChatPyProcess.StartAsync(adapt(new ChatPySettings(peers._leasData.Path) { Nickname = "Léa" }, true), Cancellation),
                ChatPyProcess.StartAsync(adapt(new ChatPySettings(peers._tomsData.Path) { Nickname = "Tom" }, false), Cancellation));
            (peers.Lea, peers.Tom) = (started[0], started[1]);
            Task<ChatPage> leas = ChatPage.OpenAsync(browser, peers.Lea), toms = ChatPage.OpenAsync(browser, peers.Tom);
            (peers.LeasPage, peers.TomsPage) = (await leas, await toms);
            return peers;
        }
        catch
        {
            await peers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts two and lets Léa enter Tom's address; both have the conversation open.</summary>
    public static async Task<TwoPeers> StartConnectedAsync(Browser browser, Func<ChatPySettings, bool, ChatPySettings>? adapt = null)
    {
        TwoPeers peers = await StartAsync(browser, adapt);
        try
        {
            await peers.ConnectAsync();
            return peers;
        }
        catch
        {
            await peers.DisposeAsync();
            throw;
        }
    }

    public async Task ConnectAsync()
    {
        await LeasPage.ConnectAsync(Tom.Address);
        await TomsPage.OpenConversationAsync();
        await TomsPage.UntilLinkAsync("secure");
    }

    /// <summary>Ends Léa's process in the given way, starts it again on the same ports and data, and waits for its page.</summary>
    public Task RestartLeaAsync(Func<ChatPyProcess, Task> end) => LeasPage.ThroughRestartAsync(async () => Lea = await RestartAsync(Lea, end));

    /// <inheritdoc cref="RestartLeaAsync"/>
    public Task RestartTomAsync(Func<ChatPyProcess, Task> end) => TomsPage.ThroughRestartAsync(async () => Tom = await RestartAsync(Tom, end));

    public async ValueTask DisposeAsync()
    {
        foreach (ChatPage? page in (ChatPage?[])[LeasPage, TomsPage])
        {
            if (page is not null) { await page.DisposeAsync(); }
        }

        foreach (ChatPyProcess? process in (ChatPyProcess?[])[Lea, Tom])
        {
            if (process is null) { continue; }
            TestContext.Current.TestOutputHelper?.WriteLine($"--- {process.Settings.Nickname} ---\n{process.Output}");
            await process.DisposeAsync();
        }

        _leasData.Dispose();
        _tomsData.Dispose();
    }

    private static async Task<ChatPyProcess> RestartAsync(ChatPyProcess process, Func<ChatPyProcess, Task> end)
    {
        await end(process);
        await process.DisposeAsync();
        return await process.StartAgainAsync(Cancellation);
    }
}
