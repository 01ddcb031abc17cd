using ChatPy.Tests.Support;

namespace ChatPy.Tests.EndToEnd;

/// <summary>One process that knows nobody, and its page. Where the machine allows it, on a cable where nobody answers.</summary>
public sealed class LonelyPage(Browser browser) : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private NetworkNamespaces? _cable;
    private ChatPyProcess? _process;
    private ChatPage? _page;

    internal int PeerPort => _process!.Settings.PeerPort;

    public async ValueTask InitializeAsync()
    {
        if (NetworkNamespaces.AreAllowed) { _cable = await NetworkNamespaces.CreateAsync(); }
        var settings = new ChatPySettings(_data.Path) { ListenAddress = "any", Namespace = _cable?.First };
        _process = await ChatPyProcess.StartAsync(settings, TestContext.Current.CancellationToken);
        _page = await ChatPage.OpenAsync(browser, _process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) { await _page.DisposeAsync(); }
        if (_process is not null) { await _process.DisposeAsync(); }
        if (_cable is not null) { await _cable.DisposeAsync(); }
        _data.Dispose();
    }

    internal Task<ChatPage> OpenTabAsync() => _page!.OpenTabAsync();
}
