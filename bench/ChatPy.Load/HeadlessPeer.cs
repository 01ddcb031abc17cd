using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load;

/// <summary>A running ChatPy without its page, within this process: a peer that costs no more than it must.</summary>
internal sealed class HeadlessPeer : IAsyncDisposable
{
    private readonly IHost _host;

    private HeadlessPeer(IHost host) => _host = host;

    public IChat Chat => _host.Services.GetRequiredService<IChat>();

    /// <param name="directory">Its data.</param>
    /// <param name="port">Where it is reached.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HeadlessPeer> StartAsync(string directory, int port, CancellationToken cancellationToken)
    {
        IHost host = HeadlessChatPy.Build(directory, port);
        await host.StartAsync(cancellationToken);
        return new HeadlessPeer(host);
    }

    /// <summary>Writes a message; returns when it is on the disk here.</summary>
    public async Task WriteAsync(ConversationId to, string text, CancellationToken cancellationToken)
    {
        SendResult result = await Chat.SendAsync(to, new Draft(Guid.CreateVersion7(), text), cancellationToken);
        if (result != SendResult.Stored) { throw new InvalidOperationException($"The sender did not take a message: {result}."); }
    }

    /// <summary>Waits until the one it talks with is there.</summary>
    public Task UntilConnectedAsync(CancellationToken cancellationToken) => UntilAsync(static conversation => conversation.Link == LinkState.Secure, cancellationToken);

    /// <summary>Waits until its one conversation is so.</summary>
    public async Task UntilAsync(Func<Conversation, bool> holds, CancellationToken cancellationToken)
    {
        await foreach (ChatSnapshot snapshot in _host.Services.GetRequiredService<ChatStore>().WatchAsync(cancellationToken))
        {
            if (snapshot.Conversations is [{ } only] && holds(only)) { return; }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
