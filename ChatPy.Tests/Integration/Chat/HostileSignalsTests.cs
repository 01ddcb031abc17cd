using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Kind = ChatPy.Transport.Wire.Envelope.KindOneofCase;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Receipts and the like, from and to a peer made by hand.</summary>
public sealed class HostileSignalsTests : RawPeerTest
{
    // The disk refuses receipts, and nothing else.
    protected override void Change(IServiceCollection services) => services.AddSingleton(static provider => ChangedStore.Of(
        provider.GetRequiredService<SqliteMessageStore>(),
        static (_, given) => given.Contains(DeliveryStep.Read) ? Task.FromException(new StorageException("The disk is full.")) : null));

    [Fact]
    public async Task Receipt_OfWhatWasNeverSent_EndsTheSession()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await Peer.SendAsync(ReceiptOf(entry, receipt => receipt.Sequence = 2));

        Assert.Equal(Goodbye.Types.Reason.Protocol, await Peer.ReadToTheEndAsync());
        Assert.NotEqual(MessageState.Read, Node.Store.Current.Find(Id)!.Last!.State);
    }

    [Fact]
    public async Task Receipt_OfAnothersLog_EndsTheSession()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await Peer.SendAsync(ReceiptOf(entry, receipt => receipt.Author = ByteString.CopyFrom(Peer.Id.ToByteArray())));

        Assert.Equal(Goodbye.Types.Reason.Protocol, await Peer.ReadToTheEndAsync());
    }

    [Fact]
    public async Task Typing_InAnotherConversation_EndsTheSession()
    {
        await Peer.SendAsync(new Envelope { Typing = new Typing { Conversation = ByteString.CopyFrom(new byte[16]), Active = true } });

        Assert.Equal(Goodbye.Types.Reason.Protocol, await Peer.ReadToTheEndAsync());
    }

    [Fact]
    public async Task Receipt_OfAnotherEpoch_IsIgnored()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await Peer.SendAsync(ReceiptOf(entry, receipt => (receipt.Epoch, receipt.Sequence) = (ByteString.CopyFrom(new byte[16]), 99)));

        await AssertLivesAsync();
        Assert.Equal(MessageState.Sent, Node.Store.Current.Find(Id)!.Last!.State);
    }

    [Fact]
    public async Task Presence_OfANewerVersion_IsIgnored()
    {
        await Peer.SendAsync(new Envelope { Presence = new Transport.Wire.Presence { State = (Transport.Wire.Presence.Types.State)7 } });

        await AssertLivesAsync();
        Assert.Equal(Web.Chat.Presence.Online, Node.Store.Current.Find(Id)!.Presence);
    }

    /// <summary>The disk refuses receipts: they are shown, and the session goes on.</summary>
    [Fact]
    public async Task Receipt_ThatCannotBeStored_IsNoReasonToEndTheSession()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await Peer.SendAsync(ReceiptOf(entry));

        await Node.WaitForAsync(snapshot => snapshot.Find(Id)!.Last!.State == MessageState.Read);
        await AssertLivesAsync();
        Assert.Equal(LinkState.Secure, Node.Store.Current.Find(Id)!.Link);
        Assert.Null((await Node.Chat.ReadDetailsAsync(Id, Node.Store.Current.Find(Id)!.Last!.Id, Token))!.ReadAt);
    }

    [Fact]
    public async Task Stranger_LearnsNothingOfThePersonUntilItIsAccepted()
    {
        await Peer.SendAsync(Peer.FirstEntry(Id));
        Assert.Equal(Kind.Acknowledgement, (await Peer.ReceiveAsync())!.KindCase);
        ChatSnapshot shown = await Node.WaitForAsync(snapshot => snapshot.Find(Id)?.Last is not null);

        Node.Attendance.Report(this, isInSight: true);
        await Node.Chat.TypingAsync(Id, isActive: true, Token);
        await Node.Chat.MarkReadAsync(Id, shown.Find(Id)!.Last!.Arrival, Token);
        await AssertNothingWaitsAsync();

        await Node.Chat.AcceptAsync(Id, Token);
        Assert.Equal(Kind.Position, (await Peer.ReceiveAsync())!.KindCase);
        Assert.Equal(Transport.Wire.Presence.Types.State.Active, (await Peer.ReceiveAsync())!.Presence.State);
        Assert.Equal(1UL, (await Peer.ReceiveAsync())!.Receipt.Sequence);
    }

    [Fact]
    public async Task Receipt_SameMarkerTwice_IsSentOnce()
    {
        await Node.Chat.AcceptAsync(Id, Token);
        await Peer.SendAsync(Peer.FirstEntry(Id));
        ChatSnapshot shown = await Node.WaitForAsync(snapshot => snapshot.Find(Id)?.Last is not null);
        long arrival = shown.Find(Id)!.Last!.Arrival;

        await Node.Chat.MarkReadAsync(Id, arrival, Token);
        await Node.Chat.MarkReadAsync(Id, arrival + 1, Token);   // further than there is anything

        Assert.Equal(1UL, (await NextAsync(Kind.Receipt)).Receipt.Sequence);
        await AssertNothingWaitsAsync();
    }

    private async Task<Envelope> NextAsync(Kind kind)
    {
        Envelope envelope = (await Peer.ReceiveAsync())!;
        while (envelope.KindCase != kind) { envelope = (await Peer.ReceiveAsync())!; }
        return envelope;
    }

    private async Task<WireEntry> SaidByTheNodeAsync()
    {
        await Peer.SendAsync(FromTheBeginning());
        await Node.SayAsync(Id, "one");
        WireEntry entry = (await NextAsync(Kind.Entry)).Entry;
        await Node.WaitForAsync(snapshot => snapshot.Find(Id)!.Last!.State == MessageState.Sent);
        return entry;
    }

    // Whatever else comes first.
    private async Task AssertLivesAsync()
    {
        await Peer.SendAsync(new Envelope { Ping = new Ping() });
        await NextAsync(Kind.Pong);
    }

    private static Envelope ReceiptOf(WireEntry entry, Action<Receipt>? change = null)
    {
        var receipt = new Receipt { Conversation = entry.Conversation, Author = entry.Author, Epoch = entry.Epoch, Sequence = entry.Sequence };
        change?.Invoke(receipt);
        return new Envelope { Receipt = receipt };
    }
}
