using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>What is done to a message here is seen there: over real sockets, with real databases.</summary>
public sealed class ChangesTests : IDisposable
{
    private readonly TemporaryDirectory _a = new();
    private readonly TemporaryDirectory _b = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public async Task Changes_OfOnePeer_AreSeenByBothAlike()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        ConversationId id = (await anna.Chat.ConnectAsync(bruno.Address, cancellationToken: Token)).Conversation!.Value;
        Guid question = await SayAsync(anna, id, new Draft(Guid.CreateVersion7(), "wen?"));
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)?.Recent.Count == 1);
        await SayAsync(bruno, id, new Draft(Guid.CreateVersion7(), "at noon", EntryKind.Reply, question));
        await SayAsync(bruno, id, Draft.Reaction(question, "👍", isOn: true));
        await SayAsync(anna, id, Draft.Edit(question, "when?"));

        foreach (ChatNode node in (ChatNode[])[anna, bruno])
        {
            await node.WaitForAsync(snapshot => snapshot.Find(id)!.Recent is
                [{ Text: "when?", EditedAt: not null, Reactions: [{ Emoji: "👍", Count: 1 }] }, { Text: "at noon", Quote: { Text: "when?" } quote }]
                && quote.Target == question);
        }

        await SayAsync(anna, id, Draft.Deletion(question));
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)!.Recent is [{ IsDeleted: true, Text: "" }, { Quote.Text: null }]);
    }

    [Fact]
    public async Task Changes_MadeWhileThePeerIsAway_ArriveAndAreThereAfterARestart()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna");
        ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        ConversationId id = (await bruno.Chat.ConnectAsync(anna.Address, cancellationToken: Token)).Conversation!.Value;
        await anna.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Secure);
        Guid said = await SayAsync(anna, id, new Draft(Guid.CreateVersion7(), "helo"));
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.Count == 1);
        await bruno.DisposeAsync();

        await SayAsync(anna, id, Draft.Edit(said, "hello"));
        await using (ChatNode again = await ChatNode.StartAsync(_b.Path, "Bruno"))
        {
            await again.WaitForAsync(snapshot => snapshot.Find(id)!.Recent is [{ Text: "hello" }]);
        }

        await using ChatNode later = await ChatNode.StartAsync(_b.Path, "Bruno");
        Assert.Equal("hello", Assert.Single(later.Store.Current.Find(id)!.Recent).Text);
        Assert.Equal(1, later.Store.Current.Find(id)!.Unread);
    }

    [Fact]
    public async Task Change_OfAMessageFurtherBackThanTheSnapshot_IsCountedForPagesThatShowIt()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(_b.Path, "Bruno");
        ConversationId id = (await anna.Chat.ConnectAsync(bruno.Address, cancellationToken: Token)).Conversation!.Value;
        Guid first = await SayAsync(anna, id, new Draft(Guid.CreateVersion7(), "first"));
        for (int i = 0; i < ChatLimits.RecentMessages; i++) { await anna.SayAsync(id, $"{i}"); }

        await SayAsync(anna, id, Draft.Edit(first, "the first"));

        Assert.Equal(1, anna.Store.Current.Find(id)!.ChangesBehind);
        Assert.Equal("the first", Assert.Single(await anna.Chat.ReadAsync(id, [first], Token)).Text);
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)?.ChangesBehind == 1);
    }

    [Fact]
    public async Task Change_OfWhatAPlainPeerWasSent_IsRefused()
    {
        await using ChatNode anna = await ChatNode.StartAsync(_a.Path, "Anna");
        using var script = new System.Net.Sockets.TcpClient();
        await script.ConnectAsync("127.0.0.1", int.Parse(anna.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), Token);
        await script.GetStream().WriteAsync("salut\n"u8.ToArray(), Token);
        ChatSnapshot met = await anna.WaitForAsync(snapshot => snapshot.Conversations is [{ Recent.Count: 1 }]);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            anna.Chat.SendAsync(met.Conversations[0].Id, Draft.Deletion(met.Conversations[0].Recent[0].Id), Token));
    }

    private static async Task<Guid> SayAsync(ChatNode node, ConversationId id, Draft draft)
    {
        Assert.Equal(SendResult.Stored, await node.Chat.SendAsync(id, draft, Token));
        return draft.Id;
    }
}
