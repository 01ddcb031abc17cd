using System.Reflection;
using ChatPy.Faults.Nodes;
using ChatPy.Tests.Support;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Kind = ChatPy.Transport.Wire.Envelope.KindOneofCase;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Receipts and the like, from and to a peer made by hand.</summary>
public sealed class HostileSignalsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ChatNode _node = null!;
    private RawPeer _peer = null!;
    private ConversationId _id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _node = await ChatNode.StartAsync(_directory.Path, "Anna", change: services => services.AddSingleton(
            provider => StoreThatKeepsNoReceipts.Of(provider.GetRequiredService<SqliteMessageStore>())));
        _peer = await RawPeer.HandshakeAsync(_node.Address);
        _id = ConversationId.Direct(_node.Store.Current.Self.PeerId, _peer.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _node.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Receipt_OfWhatWasNeverSent_EndsTheSession()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await _peer.SendAsync(ReceiptOf(entry, receipt => receipt.Sequence = 2));

        Assert.Equal(Goodbye.Types.Reason.Protocol, await _peer.ReadToTheEndAsync());
        Assert.NotEqual(MessageState.Read, _node.Store.Current.Find(_id)!.Last!.State);
    }

    [Fact]
    public async Task Receipt_OfAnothersLog_EndsTheSession()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await _peer.SendAsync(ReceiptOf(entry, receipt => receipt.Author = ByteString.CopyFrom(_peer.Id.ToByteArray())));

        Assert.Equal(Goodbye.Types.Reason.Protocol, await _peer.ReadToTheEndAsync());
    }

    [Fact]
    public async Task Typing_InAnotherConversation_EndsTheSession()
    {
        await _peer.SendAsync(new Envelope { Typing = new Typing { Conversation = ByteString.CopyFrom(new byte[16]), Active = true } });

        Assert.Equal(Goodbye.Types.Reason.Protocol, await _peer.ReadToTheEndAsync());
    }

    [Fact]
    public async Task Receipt_OfAnotherEpoch_IsIgnored()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await _peer.SendAsync(ReceiptOf(entry, receipt => (receipt.Epoch, receipt.Sequence) = (ByteString.CopyFrom(new byte[16]), 99)));

        await AssertLivesAsync();
        Assert.Equal(MessageState.Sent, _node.Store.Current.Find(_id)!.Last!.State);
    }

    [Fact]
    public async Task Presence_OfANewerVersion_IsIgnored()
    {
        await _peer.SendAsync(new Envelope { Presence = new Transport.Wire.Presence { State = (Transport.Wire.Presence.Types.State)7 } });

        await AssertLivesAsync();
        Assert.Equal(Web.Chat.Presence.Online, _node.Store.Current.Find(_id)!.Presence);
    }

    /// <summary>The disk refuses receipts: they are shown, and the session goes on.</summary>
    [Fact]
    public async Task Receipt_ThatCannotBeStored_IsNoReasonToEndTheSession()
    {
        WireEntry entry = await SaidByTheNodeAsync();

        await _peer.SendAsync(ReceiptOf(entry));

        await _node.WaitForAsync(snapshot => snapshot.Find(_id)!.Last!.State == MessageState.Read);
        await AssertLivesAsync();
        Assert.Equal(LinkState.Secure, _node.Store.Current.Find(_id)!.Link);
        Assert.Null((await _node.Chat.ReadDetailsAsync(_id, _node.Store.Current.Find(_id)!.Last!.Id, Token))!.ReadAt);
    }

    [Fact]
    public async Task Stranger_LearnsNothingOfThePersonUntilItIsAccepted()
    {
        await _peer.SendAsync(_peer.FirstEntry(_id));
        Assert.Equal(Kind.Acknowledgement, (await _peer.ReceiveAsync())!.KindCase);
        ChatSnapshot shown = await _node.WaitForAsync(snapshot => snapshot.Find(_id)?.Last is not null);

        _node.Attendance.Report(this, isInSight: true);
        await _node.Chat.TypingAsync(_id, isActive: true, Token);
        await _node.Chat.MarkReadAsync(_id, shown.Find(_id)!.Last!.Arrival, Token);
        await AssertLivesAsync(skip: false);

        await _node.Chat.AcceptAsync(_id, Token);
        Assert.Equal(Kind.Position, (await _peer.ReceiveAsync())!.KindCase);
        Assert.Equal(Transport.Wire.Presence.Types.State.Active, (await _peer.ReceiveAsync())!.Presence.State);
        Assert.Equal(1UL, (await _peer.ReceiveAsync())!.Receipt.Sequence);
    }

    [Fact]
    public async Task Receipt_SameMarkerTwice_IsSentOnce()
    {
        await _node.Chat.AcceptAsync(_id, Token);
        await _peer.SendAsync(_peer.FirstEntry(_id));
        ChatSnapshot shown = await _node.WaitForAsync(snapshot => snapshot.Find(_id)?.Last is not null);
        long arrival = shown.Find(_id)!.Last!.Arrival;

        await _node.Chat.MarkReadAsync(_id, arrival, Token);
        await _node.Chat.MarkReadAsync(_id, arrival + 1, Token);   // further than there is anything

        Assert.Equal(1UL, (await NextAsync(Kind.Receipt)).Receipt.Sequence);
        await AssertLivesAsync(skip: false);
    }

    private async Task<Envelope> NextAsync(Kind kind)
    {
        Envelope envelope = (await _peer.ReceiveAsync())!;
        while (envelope.KindCase != kind) { envelope = (await _peer.ReceiveAsync())!; }
        return envelope;
    }

    private async Task<WireEntry> SaidByTheNodeAsync()
    {
        await _peer.SendAsync(new Envelope
        {
            Position = new Position { Conversation = ByteString.CopyFrom(_id.ToByteArray()), Author = ByteString.CopyFrom(_node.Store.Current.Self.PeerId.ToByteArray()) },
        });
        await _node.SayAsync(_id, "one");
        WireEntry entry = (await NextAsync(Kind.Entry)).Entry;
        await _node.WaitForAsync(snapshot => snapshot.Find(_id)!.Last!.State == MessageState.Sent);
        return entry;
    }

    private async Task AssertLivesAsync(bool skip = true)
    {
        await _peer.SendAsync(new Envelope { Ping = new Ping() });
        Assert.Equal(Kind.Pong, skip ? (await NextAsync(Kind.Pong)).KindCase : (await _peer.ReceiveAsync())!.KindCase);
    }

    private static Envelope ReceiptOf(WireEntry entry, Action<Receipt>? change = null)
    {
        var receipt = new Receipt { Conversation = entry.Conversation, Author = entry.Author, Epoch = entry.Epoch, Sequence = entry.Sequence };
        change?.Invoke(receipt);
        return new Envelope { Receipt = receipt };
    }
}

/// <summary>A real store whose disk refuses receipts, and nothing else. Open, because the runtime derives from it.</summary>
public class StoreThatKeepsNoReceipts : DispatchProxy
{
    private IMessageStore _real = null!;

    public static IMessageStore Of(IMessageStore real)
    {
        IMessageStore proxy = Create<IMessageStore, StoreThatKeepsNoReceipts>();
        ((StoreThatKeepsNoReceipts)proxy)._real = real;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => args!.Contains(DeliveryStep.Read)
        ? Task.FromException(new StorageException("The disk is full."))
        : targetMethod!.Invoke(_real, BindingFlags.DoNotWrapExceptions, null, args, null);
}
