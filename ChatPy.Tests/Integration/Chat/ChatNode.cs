using ChatPy.Tests.Support;
using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Everything of one ChatPy but its page: real sockets on a free port of loopback, a real database, a real key.</summary>
internal sealed class ChatNode : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStopped;

    private ChatNode(IHost host) => _host = host;

    public IChat Chat => _host.Services.GetRequiredService<IChat>();

    /// <summary>Its parts, for what a person cannot do.</summary>
    public IServiceProvider Services => _host.Services;

    public ChatStore Store => _host.Services.GetRequiredService<ChatStore>();

    /// <summary>What a page tells of the person in front of it.</summary>
    public IAttendance Attendance => _host.Services.GetRequiredService<IAttendance>();

    /// <summary>What the other one enters.</summary>
    public string Address => Store.Current.Self.Addresses.Single();

    /// <param name="directory">The data directory; a second node started there is the same peer.</param>
    /// <param name="nickname">Its name.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="change">Services to replace.</param>
    /// <param name="time">Its clock; that of the machine unless given.</param>
    public static async Task<ChatNode> StartAsync(
        string directory, string nickname, int port = 0, Action<IServiceCollection>? change = null, TimeProvider? time = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ChatPy:Nickname"] = nickname,
            ["ChatPy:Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["ChatPy:ListenAddress"] = "127.0.0.1",
            ["ChatPy:DataDirectory"] = directory,
            ["ChatPy:BannerTimeout"] = "00:00:10",   // how busy the machine is must not decide who is a plain peer
        });
        builder.Services.AddLogging(logging => logging.AddProvider(new TestOutputLogging(nickname)).SetMinimumLevel(LogLevel.Debug));
        if (time is not null) { builder.Services.AddSingleton(time); }
        builder.Services.AddChatPyTransport().AddChatPyStorage().AddChat();
        change?.Invoke(builder.Services);
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new ChatNode(host);
    }

    /// <summary>The first snapshot for which <paramref name="holds"/> is true.</summary>
    public async Task<ChatSnapshot> WaitForAsync(Func<ChatSnapshot, bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (ChatSnapshot snapshot in Store.WatchAsync(patience.Token))
        {
            if (holds(snapshot)) { return snapshot; }
        }

        throw new InvalidOperationException("Not reached: the store never ends.");
    }

    /// <summary>Sends and returns what became of it.</summary>
    public Task<SendResult> SayAsync(ConversationId conversation, string text) =>
        Chat.SendAsync(conversation, new Draft(Guid.CreateVersion7(), text), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_isStopped) { return; }
        _isStopped = true;
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host) { await host.DisposeAsync(); }
    }
}
