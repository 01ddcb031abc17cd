using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Much that waited, over loopback TCP: it arrives in order, once.</summary>
public sealed class BacklogTests : NodeTest
{
    [Fact]
    public async Task PeerThatWasAway_GetsEverythingOnceAndInOrder()
    {
        const int written = 1500;
        using var directory = new TemporaryDirectory();
        ChatNode bruno = await ChatNode.StartAsync(directory.Path, "Bruno");
        int port = int.Parse(bruno.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        ConversationId id = (await Node.Chat.ConnectAsync(bruno.Address, cancellationToken: Token)).Conversation!.Value;
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Secure);
        await bruno.Chat.AcceptAsync(id, Token);
        await bruno.DisposeAsync();
        await Node.WaitForAsync(snapshot => snapshot.Find(id)!.Link == LinkState.Offline);
        for (int i = 1; i <= written; i++) { await Node.SayAsync(id, $"{i}"); }

        await using ChatNode back = await ChatNode.StartAsync(directory.Path, "Bruno", port);
        ChatSnapshot arrived = await back.WaitForAsync(snapshot => snapshot.Find(id)!.Last?.Text == $"{written}");
        await Node.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.All(message => message.State == MessageState.Delivered));

        Conversation shown = arrived.Find(id)!;
        IReadOnlyList<Message> older = await back.Chat.ReadOlderAsync(id, shown.Recent[0].Order, int.MaxValue, Token);
        Assert.Equal(Enumerable.Range(1, written).Select(i => $"{i}"), older.Concat(shown.Recent).Select(message => message.Text));
        Assert.Equal(written, shown.Unread);
    }
}
