using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Two whole nodes over loopback TCP: real TLS, real databases.</summary>
public sealed class TwoPeersTests
{
    [Fact]
    public async Task Connect_ByAddress_BothSeeOneSecureConversationOfTheSameId()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");

        ConnectResult result = await anna.Chat.ConnectAsync(bruno.Address, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Conversation here = (await anna.WaitForAsync(HasLink(LinkState.Secure))).Conversations.Single();
        Conversation there = (await bruno.WaitForAsync(HasLink(LinkState.Secure))).Conversations.Single();
        Assert.Equal(result.Conversation, here.Id);
        Assert.Equal(here.Id, there.Id);
        Assert.Equal(("Bruno", Trust.Accepted), (here.Title, here.Trust));
        Assert.Equal(("Anna", Trust.Undecided), (there.Title, there.Trust));
    }

    [Fact]
    public async Task Send_BothWays_IsShownInOrderAndDelivered()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");
        ConversationId id = await IntroduceAsync(anna, bruno);

        Assert.Equal(SendResult.Stored, await anna.SayAsync(id, "Salut !"));
        await bruno.WaitForAsync(Shows("Salut !"));
        Assert.Equal(SendResult.Stored, await bruno.SayAsync(id, "Bonjour 👋"));

        ChatSnapshot atAnna = await anna.WaitForAsync(snapshot => Shows("Salut !", "Bonjour 👋")(snapshot) && AllDelivered(snapshot));
        ChatSnapshot atBruno = await bruno.WaitForAsync(snapshot => Shows("Salut !", "Bonjour 👋")(snapshot) && AllDelivered(snapshot));
        Assert.Equal(Ids(atAnna), Ids(atBruno));
        Assert.Equal(Trust.Accepted, atBruno.Conversations.Single().Trust);   // answering accepts
    }

    [Fact]
    public async Task Send_SeveralAtTheSameMoment_NoneWaitsForALaterOne()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");
        ConversationId id = await IntroduceAsync(anna, bruno);

        for (int round = 0; round < 100; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => anna.SayAsync(id, $"{round} {i}"))));
            await anna.WaitForAsync(AllDelivered);
        }

        await bruno.WaitForAsync(snapshot => Ids(snapshot).SequenceEqual(Ids(anna.Store.Current)));
    }

    [Fact]
    public async Task Send_PeerIsAway_WaitsAndArrivesOnceWhenItIsBack()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");
        int port = int.Parse(bruno.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        ConversationId id = await IntroduceAsync(anna, bruno);
        await bruno.DisposeAsync();
        await anna.WaitForAsync(HasLink(LinkState.Offline));

        await anna.SayAsync(id, "one");
        await anna.SayAsync(id, "two");
        Assert.All(anna.Store.Current.Conversations.Single().Recent, message => Assert.Equal(MessageState.Queued, message.State));

        await using ChatNode back = await ChatNode.StartAsync(b.Path, "Bruno", port);
        await back.WaitForAsync(Shows("one", "two"));
        await anna.WaitForAsync(AllDelivered);
    }

    [Fact]
    public async Task Restart_OfBoth_KeepsEverything()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using (ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna"))
        await using (ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno"))
        {
            ConversationId id = await IntroduceAsync(anna, bruno);
            await anna.SayAsync(id, "kept");
            await bruno.WaitForAsync(Shows("kept"));
            await anna.WaitForAsync(AllDelivered);
        }

        await using ChatNode annaAgain = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode brunoAgain = await ChatNode.StartAsync(b.Path, "Bruno");
        Assert.True(Shows("kept")(annaAgain.Store.Current));
        Assert.True(Shows("kept")(brunoAgain.Store.Current));
        Assert.Equal("Bruno", annaAgain.Store.Current.Conversations.Single().Title);
    }

    [Fact]
    public async Task Connect_BothAtOnce_EndsWithOneSessionThatWorks()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");

        ConnectResult[] results = await Task.WhenAll(
            anna.Chat.ConnectAsync(bruno.Address, cancellationToken: TestContext.Current.CancellationToken),
            bruno.Chat.ConnectAsync(anna.Address, cancellationToken: TestContext.Current.CancellationToken));

        ConversationId id = Assert.Single(results.Select(result => result.Conversation!.Value).Distinct());
        await anna.SayAsync(id, "one");
        await bruno.SayAsync(id, "two");
        await anna.WaitForAsync(snapshot => snapshot.Conversations.Single().Recent.Count == 2 && AllDelivered(snapshot));
        await bruno.WaitForAsync(snapshot => snapshot.Conversations.Single().Recent.Count == 2 && AllDelivered(snapshot));
    }

    [Fact]
    public async Task Connect_ToOneself_IsRefused()
    {
        using var a = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");

        ConnectResult result = await anna.Chat.ConnectAsync(anna.Address, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(new ConnectResult(null, ConnectFailure.Self), result);
        Assert.Empty(anna.Store.Current.Conversations);
    }

    [Fact]
    public async Task Block_EndsTheSessionAndRefusesTheNext()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");
        ConversationId id = await IntroduceAsync(anna, bruno);

        await bruno.Chat.BlockAsync(id, TestContext.Current.CancellationToken);

        await bruno.WaitForAsync(HasLink(LinkState.Offline));
        await anna.WaitForAsync(HasLink(LinkState.Offline));
        ConnectResult again = await anna.Chat.ConnectAsync(bruno.Address, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(ConnectFailure.Busy, again.Failure);
        Assert.Equal(SendResult.Blocked, await bruno.SayAsync(id, "still there?"));
    }

    [Fact]
    public async Task Rename_WhileConnected_IsSeenByThePeer()
    {
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await using ChatNode anna = await ChatNode.StartAsync(a.Path, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b.Path, "Bruno");
        await IntroduceAsync(anna, bruno);

        await anna.Chat.RenameAsync("  Anna\u202e B. ", TestContext.Current.CancellationToken);

        await bruno.WaitForAsync(snapshot => snapshot.Conversations.Single().Title == "Anna B.");
    }

    private static async Task<ConversationId> IntroduceAsync(ChatNode one, ChatNode other)
    {
        ConnectResult result = await one.Chat.ConnectAsync(other.Address, cancellationToken: TestContext.Current.CancellationToken);
        await one.WaitForAsync(HasLink(LinkState.Secure));
        await other.WaitForAsync(HasLink(LinkState.Secure));
        return result.Conversation!.Value;
    }

    private static Func<ChatSnapshot, bool> HasLink(LinkState link) => snapshot => snapshot.Conversations.Any(conversation => conversation.Link == link);

    private static Func<ChatSnapshot, bool> Shows(params string[] texts) => snapshot =>
        snapshot.Conversations.Length == 1 && snapshot.Conversations[0].Recent.Select(message => message.Text).SequenceEqual(texts);

    private static bool AllDelivered(ChatSnapshot snapshot) =>
        snapshot.Conversations.Single().Recent.All(message => message.State == MessageState.Delivered);

    private static IEnumerable<Guid> Ids(ChatSnapshot snapshot) => snapshot.Conversations.Single().Recent.Select(message => message.Id);
}
