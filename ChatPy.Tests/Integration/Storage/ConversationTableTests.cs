using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Storage;

public sealed class ConversationTableTests : StoreTest
{
    private readonly Guid _epoch = Guid.NewGuid();

    [Fact]
    public async Task Save_Again_ReplacesThePropertiesAndKeepsTheEntries()
    {
        await AppendAsync("salut");
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);
        await Store.MarkReadAsync(Talk, Me, 2, Cancel);
        StoredConversation changed = Properties(Talk) with { Title = "Ada Lovelace", Address = null, Trust = Trust.Blocked };

        await Store.SaveConversationAsync(changed, Cancel);

        StoredHistory history = await LoadAsync();
        Assert.Equal(changed, history.Properties);
        Assert.Equal(2, history.Recent.Messages.Count);
        Assert.Equal(2, history.ReadUpTo);
        Assert.Equal(2, (await AppendAsync("encore")).Sequence);
    }

    [Fact]
    public async Task MarkRead_PartOfTheWay_ReturnsWhatOthersWroteAfterIt()
    {
        Entry first = (await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel)).Stored.Single();
        await AppendAsync("mine does not count");
        await Store.ReceiveAsync(FromPeer(_epoch, 2), Cancel);
        await Store.ReceiveAsync(FromPeer(_epoch, 3), Cancel);
        Assert.Equal((3, 0L), await UnreadAsync());

        int unread = await Store.MarkReadAsync(Talk, Me, first.Arrival, Cancel);

        Assert.Equal(2, unread);
        Assert.Equal((2, first.Arrival), await UnreadAsync());
    }

    [Fact]
    public async Task MarkRead_Backwards_StaysWhereItWas()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);
        Entry second = (await Store.ReceiveAsync(FromPeer(_epoch, 2), Cancel)).Stored.Single();
        await Store.MarkReadAsync(Talk, Me, second.Arrival, Cancel);

        Assert.Equal(0, await Store.MarkReadAsync(Talk, Me, 1, Cancel));
        Assert.Equal((0, second.Arrival), await UnreadAsync());
    }

    [Fact]
    public async Task MarkRead_BeyondTheEnd_DoesNotHideWhatIsStillToCome()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);
        await Store.MarkReadAsync(Talk, Me, long.MaxValue, Cancel);

        await Store.ReceiveAsync(FromPeer(_epoch, 2), Cancel);

        Assert.Equal((1, 1L), await UnreadAsync());
    }

    [Fact]
    public async Task MarkRead_UnknownConversation_IsNothing() =>
        Assert.Equal(0, await Store.MarkReadAsync(ConversationId.Plain("nobody"), Me, 1, Cancel));

    [Fact]
    public async Task MarkRead_OfAnEntryThatCameLate_CountsByArrivalNotByPlace()
    {
        await Store.ReceiveAsync(FromPeer(_epoch, 1), Cancel);
        await Store.MarkReadAsync(Talk, Me, 1, Cancel);

        // Typed long ago on a machine that was offline: it stands above what is read already.
        await Store.ReceiveAsync(FromPeer(_epoch, 2) with { Clock = new LogClock(1) }, Cancel);

        Assert.Equal((1, 1L), await UnreadAsync());
    }

    [Fact]
    public async Task Load_PlainConversation_CountsWhatThePlainPeerWrote()
    {
        ConversationId plain = ConversationId.Plain("in 10.0.0.3 1");
        await Store.SaveConversationAsync(Properties(plain) with { Kind = ConversationKind.Plain, Peer = null }, Cancel);
        await Store.AppendAsync(plain, Conversation.AuthorOf(plain), new Draft(Guid.CreateVersion7(), "salut"), Cancel);
        await Store.AppendAsync(plain, Me, new Draft(Guid.CreateVersion7(), "oui"), Cancel);

        StoredHistory history = Assert.Single((await Store.LoadAsync(Cancel)).Conversations, history => history.Properties.Id == plain);

        Assert.Equal(1, history.Unread);
        Assert.Null(history.Properties.Peer);
        Assert.Equal(ConversationKind.Plain, history.Properties.Kind);
    }

    private async Task<(int Unread, long ReadUpTo)> UnreadAsync()
    {
        StoredHistory history = await LoadAsync();
        return (history.Unread, history.ReadUpTo);
    }
}
