using System.Net.Sockets;
using System.Text;
using ChatPy.Faults.Nodes;
using ChatPy.Tests.Support;
using ChatPy.Transport.Plain;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>What failed to reach a plain program is sent again by a person, and only so.</summary>
public sealed class PlainRetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retry_OfWhatFailed_GoesOutOnceAsANewMessageInItsPlace()
    {
        using var directory = new TemporaryDirectory();
        await using ChatNode node = await ChatNode.StartAsync(directory.Path, "Anna");
        ConversationId id;
        using (TcpClient script = await RawPeer.ConnectAsync(node.Address))
        {
            // One that sends no newlines is given time between two messages: most of these still wait when it goes.
            await script.GetStream().WriteAsync("salut"u8.ToArray(), Token);
            id = (await node.WaitForAsync(snapshot => snapshot.Conversations is [{ Dialect: Dialect.Chunks }])).Conversations[0].Id;
            for (int i = 1; i <= 20; i++) { await node.SayAsync(id, $"message {i}"); }
        }

        Conversation left = (await node.WaitForAsync(snapshot => snapshot.Find(id)!.Last!.State == MessageState.Failed)).Find(id)!;
        Message failed = left.Last!;
        Assert.Equal(SendResult.PlainPeerGone, await node.Chat.RetryAsync(id, failed.Id, Token));

        using TcpClient again = await RawPeer.ConnectAsync(node.Address);
        await node.WaitForAsync(snapshot => snapshot.Find(id)!.Link == LinkState.Plain);
        Assert.Equal(SendResult.Stored, await node.Chat.RetryAsync(id, failed.Id, Token));
        Assert.Equal(SendResult.Stored, await node.Chat.RetryAsync(id, failed.Id, Token));   // a double click

        byte[] heard = new byte[100];
        int length = await again.GetStream().ReadAsync(heard, Token);
        Assert.Equal("message 20\n", Encoding.UTF8.GetString(heard, 0, length));
        Conversation after = (await node.WaitForAsync(snapshot => snapshot.Find(id)!.Last!.State == MessageState.Unconfirmed)).Find(id)!;
        Assert.Equal(left.Recent.Count, after.Recent.Count);
        Assert.Equal(failed.Text, after.Last!.Text);
        Assert.DoesNotContain(after.Recent, message => message.Id == failed.Id);
        Assert.Equal(left.Recent[^2], after.Recent[^2]);   // what else failed stays failed
    }
}
