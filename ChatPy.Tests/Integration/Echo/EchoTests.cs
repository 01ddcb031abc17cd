using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatPy.Tests.Integration.Chat;
using ChatPy.Tests.Support;
using ChatPy.Transport.Connections;
using ChatPy.Web.Chat;
using ChatPy.Web.Echo;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Integration.Echo;

public sealed class EchoTests
{
    private static readonly CultureInfo s_english = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo s_french = CultureInfo.GetCultureInfo("fr-FR");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en-GB", "Echo (practice)", "I am an echo", "“salut”: received")]
    [InlineData("fr-FR", "Écho (pour essayer)", "Je suis un écho", "« salut » : bien reçu")]
    public async Task Echo_Dialled_GreetsAndAnswersInTheLanguageOfThePerson(string language, string name, string greeting, string answer)
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);

        ConversationId echo = await ConnectAsync(lea, CultureInfo.GetCultureInfo(language));
        await HearAsync(lea, echo, 1);
        Assert.Equal(SendResult.Stored, await lea.SayAsync(echo, "salut"));
        Conversation shown = await HearAsync(lea, echo, 2);

        Assert.Equal(name, shown.Title);
        Assert.False(lea.Store.Current.Self.NeedsFirstSteps);
        Assert.Equal((ConversationKind.Plain, Trust.Accepted, LinkState.Plain), (shown.Kind, shown.Trust, shown.Link));
        Assert.Contains(greeting, shown.Recent[0].Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.StartsWith(answer, shown.Recent[2].Text.Replace('\u00a0', ' '));
    }

    [Fact]
    public async Task Echo_SeveralLines_AreAnsweredEach_AndNotAlwaysAlike()
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);
        ConversationId echo = await ConnectAsync(lea, s_english);
        await HearAsync(lea, echo, 1);

        await lea.SayAsync(echo, "one\ntwo");

        string[] said = [.. (await HearAsync(lea, echo, 3)).Recent.Where(message => !message.IsMine).Skip(1).Select(message => message.Text)];
        Assert.Contains("“one”", said[0], StringComparison.Ordinal);
        Assert.Contains("“two”", said[1], StringComparison.Ordinal);
        Assert.NotEqual(said[0].Replace("one", "two", StringComparison.Ordinal), said[1]);
    }

    [Fact]
    public async Task Echo_TriedTwice_IsOneConversation()
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);

        Assert.Equal(await ConnectAsync(lea, s_english), await ConnectAsync(lea, s_english));
        Assert.Single(lea.Store.Current.Conversations);
    }

    [Fact]
    public async Task Echo_AfterARestart_AnswersInTheSameConversation()
    {
        using var data = new TemporaryDirectory();
        ConversationId echo;
        await using (ChatNode lea = await StartAsync(data))
        {
            echo = await ConnectAsync(lea, s_french);
            await HearAsync(lea, echo, 1);
        }

        await using ChatNode again = await StartAsync(data);
        Assert.Null((await again.Chat.ReconnectAsync(echo, Cancellation)).Failure);   // by the button of the conversation; nobody asked for the echo anew
        Conversation shown = await HearAsync(again, echo, 2);

        Assert.Contains("écho", shown.Recent[^1].Text, StringComparison.Ordinal);
        Assert.Equal(echo, await ConnectAsync(again, s_french));
    }

    [Fact]
    public async Task Echo_NeverTried_DoesNotListen()
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);

        Assert.Empty(lea.Store.Current.Conversations);
        Assert.Null(lea.Services.GetRequiredService<EchoPeer>().Listening);
    }

    [Fact]
    public async Task Echo_FromAnotherAddressThanLoopback_IsNotThere()
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);
        int port = PortOf(lea, await ConnectAsync(lea, s_english));

        Assert.Equal(IPAddress.Loopback, lea.Services.GetRequiredService<EchoPeer>().Listening?.Address);
        using var elsewhere = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(async () => await elsewhere.ConnectAsync(IPAddress.Parse("127.0.0.2"), port, Cancellation));
    }

    [Fact]
    public async Task Echo_ProcessEnds_ListensNoMore()
    {
        using var data = new TemporaryDirectory();
        ChatNode lea = await StartAsync(data);
        int port = PortOf(lea, await ConnectAsync(lea, s_english));

        await lea.DisposeAsync();

        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await late.ConnectAsync(IPAddress.Loopback, port, Cancellation));
    }

    [Fact]
    public async Task Echo_LineWithoutEnd_IsHungUpOn()
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);
        int port = PortOf(lea, await ConnectAsync(lea, s_english));
        using var flood = new TcpClient();
        await flood.ConnectAsync(IPAddress.Loopback, port, Cancellation);

        await flood.GetStream().WriteAsync(new byte[65 * 1024], Cancellation);

        await UntilClosedAsync(flood);
    }

    [Fact]
    public async Task Echo_FifthConnection_IsHungUpOnAtOnce()
    {
        using var data = new TemporaryDirectory();
        await using ChatNode lea = await StartAsync(data);
        int port = PortOf(lea, await ConnectAsync(lea, s_english));
        List<TcpClient> several = [];
        for (int i = 0; i < 4; i++)
        {
            several.Add(new TcpClient());
            await several[i].ConnectAsync(IPAddress.Loopback, port, Cancellation);
        }

        await UntilClosedAsync(several[^1]);
        Assert.NotEqual(0, await several[0].GetStream().ReadAsync(new byte[16], Cancellation));
        several.ForEach(static each => each.Dispose());
    }

    private static Task<ChatNode> StartAsync(TemporaryDirectory data) =>
        ChatNode.StartAsync(data.Path, "Léa", change: static services => services.AddLocalization().AddEcho());

    private static async Task<ConversationId> ConnectAsync(ChatNode node, CultureInfo language) =>
        (await node.Services.GetRequiredService<IEcho>().ConnectAsync(language, Cancellation)).Conversation!.Value;

    private static async Task<Conversation> HearAsync(ChatNode node, ConversationId echo, int count) =>
        (await node.WaitForAsync(snapshot => snapshot.Find(echo)?.Recent.Count(message => !message.IsMine) == count)).Find(echo)!;

    private static int PortOf(ChatNode node, ConversationId echo) =>
        PeerAddress.TryParse(node.Store.Current.Find(echo)!.Address, 1, out PeerAddress? address) ? address.Port : throw new InvalidOperationException("No address.");

    private static async Task UntilClosedAsync(TcpClient client)
    {
        var buffer = new byte[1024];
        try { while (await client.GetStream().ReadAsync(buffer, Cancellation) > 0) { } }
        catch (IOException) { /* reset: closed with something unread */ }
    }
}
