using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>What is done to a message here is seen there: over real sockets, with real databases.</summary>
public sealed class ChangesTests : TwoNodesTest
{
    [Fact]
    public async Task Changes_OfOnePeer_AreSeenByBothAlike()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);
        Guid question = await SayAsync(Anna, id, new Draft(Guid.CreateVersion7(), "wen?"));
        await Bruno.WaitForAsync(snapshot => snapshot.Find(id)?.Recent.Count == 1);
        await SayAsync(Bruno, id, new Draft(Guid.CreateVersion7(), "at noon", EntryKind.Reply, question));
        await SayAsync(Bruno, id, Draft.Reaction(question, "👍", isOn: true));
        await SayAsync(Anna, id, Draft.Edit(question, "when?"));

        foreach (ChatNode node in (ChatNode[])[Anna, Bruno])
        {
            await node.WaitForAsync(snapshot => snapshot.Find(id)!.Recent is
                [{ Text: "when?", EditedAt: not null, Reactions: [{ Emoji: "👍", Count: 1 }] }, { Text: "at noon", Quote: { Text: "when?" } quote }]
                && quote.Target == question);
        }

        await SayAsync(Anna, id, Draft.Deletion(question));
        await Bruno.WaitForAsync(snapshot => snapshot.Find(id)!.Recent is [{ IsDeleted: true, Text: "" }, { Quote.Text: null }]);
    }

    [Fact]
    public async Task Changes_MadeWhileThePeerIsAway_ArriveAndAreThereAfterARestart()
    {
        ConversationId id = await MeetAsync(Bruno, Anna);
        Guid said = await SayAsync(Anna, id, new Draft(Guid.CreateVersion7(), "helo"));
        await Bruno.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.Count == 1);
        await StopAsync(bruno: true);

        await SayAsync(Anna, id, Draft.Edit(said, "hello"));
        await StartAsync(bruno: true);
        await Bruno.WaitForAsync(snapshot => snapshot.Find(id)!.Recent is [{ Text: "hello" }]);
        await StopAsync(bruno: true);

        await StartAsync(bruno: true);
        Assert.Equal("hello", Assert.Single(Bruno.Store.Current.Find(id)!.Recent).Text);
        Assert.Equal(1, Bruno.Store.Current.Find(id)!.Unread);
    }

    [Fact]
    public async Task Change_OfAMessageFurtherBackThanTheSnapshot_IsCountedForPagesThatShowIt()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);
        await Bruno.Chat.AcceptAsync(id, Token);
        Guid first = await SayAsync(Anna, id, new Draft(Guid.CreateVersion7(), "first"));
        for (int i = 0; i < ChatLimits.RecentMessages; i++) { await Anna.SayAsync(id, $"{i}"); }

        await SayAsync(Anna, id, Draft.Edit(first, "the first"));

        Assert.Equal(1, Anna.Store.Current.Find(id)!.ChangesBehind);
        Assert.Equal("the first", Assert.Single(await Anna.Chat.ReadAsync(id, [first], Token)).Text);
        await Bruno.WaitForAsync(snapshot => snapshot.Find(id)?.ChangesBehind == 1);
    }

    [Fact]
    public async Task Change_OfWhatAPlainPeerWasSent_IsRefused()
    {
        using var script = new System.Net.Sockets.TcpClient();
        await script.ConnectAsync("127.0.0.1", int.Parse(Anna.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), Token);
        await script.GetStream().WriteAsync("salut\n"u8.ToArray(), Token);
        ChatSnapshot met = await Anna.WaitForAsync(snapshot => snapshot.Conversations is [{ Recent.Count: 1 }]);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            Anna.Chat.SendAsync(met.Conversations[0].Id, Draft.Deletion(met.Conversations[0].Recent[0].Id), Token));
    }

    private static async Task<Guid> SayAsync(ChatNode node, ConversationId id, Draft draft)
    {
        Assert.Equal(SendResult.Stored, await node.Chat.SendAsync(id, draft, Token));
        return draft.Id;
    }
}
