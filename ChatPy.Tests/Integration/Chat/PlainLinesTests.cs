using System.Net.Sockets;
using System.Text;
using ChatPy.Faults.Nodes;
using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Lines of a plain program that come faster than the disk takes them one by one.</summary>
public sealed class PlainLinesTests : NodeTest
{
    private volatile bool _isDiskFull;

    protected override void Change(IServiceCollection services) => services
        .Configure<TransportOptions>(static options => options.MaxStrangerMessagesAtOnce = 10 * ChatLimits.MaxStrangerEntries)
        .AddSingleton(provider => ChangedStore.Of(
            provider.GetRequiredService<SqliteMessageStore>(),
            (method, _) => _isDiskFull && method is nameof(IMessageStore.MarkAsync) or nameof(IMessageStore.ProbeAsync) ? Task.FromException(new StorageException("full")) : null));

    [Fact]
    public async Task ManyAtOnceOfAKnownPeer_ThenGone_AreAllKeptInTheirOrder()
    {
        const int Lines = 2 * ChatLimits.MaxStrangerEntries;
        ConversationId id;
        using (TcpClient script = await RawPeer.ConnectAsync(Node.Address))
        {
            await SayAsync(script, 0, 1);
            id = (await Node.WaitForAsync(snapshot => snapshot.Conversations is [{ Recent.Count: 1 }])).Conversations[0].Id;
            await Node.Chat.AcceptAsync(id, Token);
            await SayAsync(script, 1, Lines);
        }

        await Node.WaitForAsync(snapshot => snapshot.Find(id) is { Link: LinkState.Offline } over && over.Last!.Text == $"line {Lines - 1}");
        Assert.Equal(Enumerable.Range(0, Lines).Select(number => $"line {number}"), await ReadAsync(id));
    }

    [Fact]
    public async Task ManyAtOnceOfAStranger_OnlyAsManyAreKeptAsAStrangerMaySay()
    {
        using TcpClient script = await RawPeer.ConnectAsync(Node.Address);
        await SayAsync(script, 0, ChatLimits.MaxStrangerEntries + 500);

        ChatSnapshot over = await Node.WaitForAsync(snapshot => snapshot.Conversations is [{ Link: LinkState.Offline, Last: not null }]);

        Assert.Equal(Enumerable.Range(0, ChatLimits.MaxStrangerEntries).Select(number => $"line {number}"), await ReadAsync(over.Conversations[0].Id));
    }

    /// <summary>That the first one went out cannot be written down. Otherwise whatever follows would wait for ever in a chat that looks alive.</summary>
    [Fact]
    public async Task DiskThatRefusesWhileISpeak_IsSaidAndEndsTheSession()
    {
        using TcpClient script = await RawPeer.ConnectAsync(Node.Address);
        await SayAsync(script, 0, 1);
        ConversationId id = (await Node.WaitForAsync(snapshot => snapshot.Conversations is [{ Recent.Count: 1 }])).Conversations[0].Id;
        _isDiskFull = true;

        await Node.SayAsync(id, "one");

        await Node.WaitForAsync(snapshot => !snapshot.Self.IsSaving && snapshot.Find(id)!.Link == LinkState.Offline);
        Assert.Equal(SendResult.PlainPeerGone, await Node.SayAsync(id, "two"));
    }

    private static async Task SayAsync(TcpClient script, int first, int end)
    {
        string lines = string.Concat(Enumerable.Range(first, end - first).Select(number => $"line {number}\n"));
        await script.GetStream().WriteAsync(Encoding.UTF8.GetBytes(lines), Token);
    }

    private async Task<IEnumerable<string>> ReadAsync(ConversationId id) =>
        (await Node.Chat.ReadOlderAsync(id, EntryOrder.End, int.MaxValue, Token)).Select(message => message.Text);
}
