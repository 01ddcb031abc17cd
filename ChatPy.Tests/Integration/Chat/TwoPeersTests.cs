using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>How two people meet and talk.</summary>
public sealed class TwoPeersTests : TwoNodesTest
{
    [Fact]
    public async Task Connect_ByAddress_BothSeeOneSecureConversationOfTheSameId()
    {
        ConnectResult result = await Anna.Chat.ConnectAsync(Bruno.Address, cancellationToken: Token);

        Assert.Null(result.Failure);
        Conversation here = (await Anna.WaitForAsync(HasLink(LinkState.Secure))).Conversations.Single();
        Conversation there = (await Bruno.WaitForAsync(HasLink(LinkState.Secure))).Conversations.Single();
        Assert.Equal(result.Conversation, here.Id);
        Assert.Equal(here.Id, there.Id);
        Assert.Equal(("Bruno", Trust.Accepted), (here.Title, here.Trust));
        Assert.Equal(("Anna", Trust.Undecided), (there.Title, there.Trust));
    }

    [Fact]
    public async Task Send_BothWays_IsShownInOrderAndDelivered()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);

        Assert.Equal(SendResult.Stored, await Anna.SayAsync(id, "Salut !"));
        await Bruno.WaitForAsync(Shows("Salut !"));
        Assert.Equal(SendResult.Stored, await Bruno.SayAsync(id, "Bonjour 👋"));

        ChatSnapshot atAnna = await Anna.WaitForAsync(snapshot => Shows("Salut !", "Bonjour 👋")(snapshot) && AllDelivered(snapshot));
        ChatSnapshot atBruno = await Bruno.WaitForAsync(snapshot => Shows("Salut !", "Bonjour 👋")(snapshot) && AllDelivered(snapshot));
        Assert.Equal(Ids(atAnna), Ids(atBruno));
        Assert.Equal(Trust.Accepted, atBruno.Conversations.Single().Trust);   // answering accepts
    }

    [Fact]
    public async Task Send_SeveralAtTheSameMoment_NoneWaitsForALaterOne()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);
        await Bruno.Chat.AcceptAsync(id, Token);

        for (int round = 0; round < 100; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => Anna.SayAsync(id, $"{round} {i}"))));
            await Anna.WaitForAsync(AllDelivered);
        }

        await Bruno.WaitForAsync(snapshot => Ids(snapshot).SequenceEqual(Ids(Anna.Store.Current)));
    }

    [Fact]
    public async Task Send_PeerIsAway_WaitsAndArrivesOnceWhenItIsBack()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);
        await StopAsync(bruno: true);
        await Anna.WaitForAsync(HasLink(LinkState.Offline));

        await Anna.SayAsync(id, "one");
        await Anna.SayAsync(id, "two");
        Assert.All(Anna.Store.Current.Conversations.Single().Recent, message => Assert.Equal(MessageState.Queued, message.State));

        await StartAsync(bruno: true);
        await Bruno.WaitForAsync(Shows("one", "two"));
        await Anna.WaitForAsync(AllDelivered);
    }

    [Fact]
    public async Task Restart_OfBoth_KeepsEverything()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);
        await Anna.SayAsync(id, "kept");
        await Bruno.WaitForAsync(Shows("kept"));
        await Anna.WaitForAsync(AllDelivered);
        await StopAsync(anna: true, bruno: true);

        await StartAsync(anna: true, bruno: true);

        Assert.True(Shows("kept")(Anna.Store.Current));
        Assert.True(Shows("kept")(Bruno.Store.Current));
        Assert.Equal("Bruno", Anna.Store.Current.Conversations.Single().Title);
    }

    [Fact]
    public async Task Connect_BothAtOnce_EndsWithOneSessionThatWorks()
    {
        ConnectResult[] results = await Task.WhenAll(
            Anna.Chat.ConnectAsync(Bruno.Address, cancellationToken: Token),
            Bruno.Chat.ConnectAsync(Anna.Address, cancellationToken: Token));

        ConversationId id = Assert.Single(results.Select(result => result.Conversation!.Value).Distinct());
        await Anna.SayAsync(id, "one");
        await Bruno.SayAsync(id, "two");
        await Anna.WaitForAsync(snapshot => snapshot.Conversations.Single().Recent.Count == 2 && AllDelivered(snapshot));
        await Bruno.WaitForAsync(snapshot => snapshot.Conversations.Single().Recent.Count == 2 && AllDelivered(snapshot));
    }

    /// <summary>What was entered is a name or numbers: neither is spoken to in plain text once a ChatPy was there.</summary>
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    [InlineData("127.0.0.1", "localhost")]
    public async Task Connect_ToAScriptWhereAChatPyWas_IsRefusedHoweverItsAddressIsWritten(string before, string now)
    {
        string port = Bruno.Address.Split(':')[^1];
        Assert.Null((await Anna.Chat.ConnectAsync($"{before}:{port}", cancellationToken: Token)).Failure);
        await Anna.WaitForAsync(HasLink(LinkState.Secure));
        await StopAsync(bruno: true);
        await Anna.WaitForAsync(HasLink(LinkState.Offline));
        using var script = new TcpListener(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        script.Start();
        _ = GreetAsync(script);

        ConnectResult again = await Anna.Chat.ConnectAsync($"{now}:{port}", cancellationToken: Token);

        Assert.Equal(new ConnectResult(null, ConnectFailure.NotChatPy), again);
    }

    /// <summary>The name leads to another machine now.</summary>
    [Fact]
    public async Task Connect_ByAName_MakesTheNameKnownAsAChatPy()
    {
        string address = $"localhost:{Bruno.Address.Split(':')[^1]}";

        await Anna.Chat.ConnectAsync(address, cancellationToken: Token);

        Assert.True(PeerAddress.TryParse(address, defaultPort: 0, out PeerAddress? named));
        Assert.True(Anna.Services.GetRequiredService<IPeerTrust>().IsKnownAddress(named));
    }

    [Fact]
    public async Task Connect_ToOneself_IsRefused()
    {
        ConnectResult result = await Anna.Chat.ConnectAsync(Anna.Address, cancellationToken: Token);

        Assert.Equal(new ConnectResult(null, ConnectFailure.Self), result);
        Assert.Empty(Anna.Store.Current.Conversations);
    }

    [Fact]
    public async Task Block_EndsTheSessionAndRefusesTheNext()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);

        await Bruno.Chat.BlockAsync(id, Token);

        await Bruno.WaitForAsync(HasLink(LinkState.Offline));
        await Anna.WaitForAsync(HasLink(LinkState.Offline));
        ConnectResult again = await Anna.Chat.ConnectAsync(Bruno.Address, cancellationToken: Token);
        Assert.Equal(ConnectFailure.Busy, again.Failure);
        Assert.Equal(SendResult.Blocked, await Bruno.SayAsync(id, "still there?"));
    }

    /// <summary>The conversation says that they are blocked, and how that is undone. The other end has nothing to do with it.</summary>
    [Fact]
    public async Task Connect_ToSomebodyWhomIBlocked_OpensTheConversationAndNoSession()
    {
        ConversationId id = await MeetAsync(Anna, Bruno);
        await Anna.Chat.BlockAsync(id, Token);
        await Anna.WaitForAsync(HasLink(LinkState.Offline));

        ConnectResult again = await Anna.Chat.ConnectAsync(Bruno.Address, cancellationToken: Token);

        Assert.Equal(new ConnectResult(id, null), again);
        Assert.Equal((Trust.Blocked, LinkState.Offline), (Anna.Store.Current.Find(id)!.Trust, Anna.Store.Current.Find(id)!.Link));
    }

    [Fact]
    public async Task Rename_WhileConnected_IsSeenByThePeer()
    {
        await MeetAsync(Anna, Bruno);

        await Anna.Chat.RenameAsync("  Anna\u202e B. ", Token);

        await Bruno.WaitForAsync(snapshot => snapshot.Conversations.Single().Title == "Anna B.");
    }

    private static async Task GreetAsync(TcpListener script)
    {
        while (true)
        {
            using TcpClient caller = await script.AcceptTcpClientAsync(Token);
            await caller.GetStream().WriteAsync("salut\n"u8.ToArray(), Token);
        }
    }

    private static Func<ChatSnapshot, bool> HasLink(LinkState link) => snapshot => snapshot.Conversations.Any(conversation => conversation.Link == link);

    private static Func<ChatSnapshot, bool> Shows(params string[] texts) => snapshot =>
        snapshot.Conversations.Length == 1 && snapshot.Conversations[0].Recent.Select(message => message.Text).SequenceEqual(texts);

    private static bool AllDelivered(ChatSnapshot snapshot) =>
        snapshot.Conversations.Single().Recent.All(message => message.State == MessageState.Delivered);

    private static IEnumerable<Guid> Ids(ChatSnapshot snapshot) => snapshot.Conversations.Single().Recent.Select(message => message.Id);
}
