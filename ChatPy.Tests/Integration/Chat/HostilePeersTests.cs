using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ChatPy.Faults.Nodes;
using ChatPy.Transport;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Peers that break the rules, against a whole node: their own connection ends, and nothing else happens.</summary>
public sealed class HostilePeersTests : NodeTest
{
    // How much a stranger may say is tested here, not how fast.
    protected override void Change(IServiceCollection services) =>
        services.Configure<TransportOptions>(static options => options.MaxStrangerMessagesAtOnce = 10 * ChatLimits.MaxStrangerEntries);

    [Fact]
    public async Task FirstByteOfTls_ThenGarbage_IsClosedAndNothingIsStored()
    {
        using TcpClient client = await RawPeer.ConnectAsync(Node.Address);
        await client.GetStream().WriteAsync((byte[])[0x16, 0x03, 0x01, .. Enumerable.Repeat((byte)0xEE, 400)], Token);

        await AssertClosedAsync(client);
        await AssertStillServesAsync(conversations: 0);
    }

    /// <summary>As many as may be undecided beside a good one, and more than may compute at once.</summary>
    [Fact]
    public async Task ManyThatBeginTlsAndSayNoMore_KeepNobodyWaiting()
    {
        TcpClient[] silent = await Task.WhenAll(Enumerable.Range(0, 31).Select(_ => RawPeer.ConnectAsync(Node.Address)));
        foreach (TcpClient client in silent) { await client.GetStream().WriteAsync((byte[])[0x16], Token); }

        await AssertStillServesAsync(conversations: 0);

        Assert.DoesNotContain(silent, client => client.Client.Poll(0, SelectMode.SelectRead));   // none was given up meanwhile
        foreach (TcpClient client in silent) { client.Dispose(); }
    }

    [Fact]
    public async Task MoreThatBeginTlsAndSayNoMoreThanMayBe_TheOldestGiveWay()
    {
        var silent = new List<TcpClient>();
        for (int i = 0; i < 33; i++)
        {
            silent.Add(await RawPeer.ConnectAsync(Node.Address));
            await silent[i].GetStream().WriteAsync((byte[])[0x16], Token);
        }

        await AssertClosedAsync(silent[0]);
        await AssertStillServesAsync(conversations: 0);
        Assert.DoesNotContain(silent[2..], client => client.Client.Poll(0, SelectMode.SelectRead));   // the second gave way to the good one
        silent.ForEach(client => client.Dispose());
    }

    /// <summary>A machine so slow that it was taken for a plain peer that listens.</summary>
    [Fact]
    public async Task TlsAfterALongSilence_IsStillAChatPy()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(
            Node.Address, beforeTls: () => Node.WaitForAsync(snapshot => snapshot.Conversations.Any(conversation => conversation.Link == LinkState.Plain)));

        ChatSnapshot after = await Node.WaitForAsync(snapshot => snapshot.Conversations is [{ Link: LinkState.Secure }]);
        Assert.Equal(peer.Id, after.Conversations[0].Peer);
    }

    [Fact]
    public async Task Tls12_IsRefused()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => TalkAsync(options => options.EnabledSslProtocols = SslProtocols.Tls12));

        await AssertStillServesAsync(conversations: 0);
    }

    [Fact]
    public async Task NoClientCertificate_IsRefusedBeforeAnythingIsSaid()
    {
        Assert.Null(await TalkAsync(options => options.ClientCertificates = []));

        await AssertStillServesAsync(conversations: 0);
    }

    [Fact]
    public async Task NoApplicationProtocol_IsRefusedThoughTlsLetsItIn()
    {
        Assert.Null(await TalkAsync(options => options.ApplicationProtocols = null));

        await AssertStillServesAsync(conversations: 0);
    }

    private static readonly Dictionary<string, byte[]> s_brokenHandshakes = new()
    {
        ["a frame of 4 GiB"] = [0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3],
        ["no envelope"] = [0, 0, 0, 3, 0xFF, 0xFF, 0xFF],
        ["half a frame"] = [0, 0, 0, 200, 1, 2, 3],
        ["a HELLO of version 0"] = Frame(new Envelope { Hello = new Hello { Instance = ByteString.CopyFrom(new byte[16]) } }),
        ["a HELLO on port 70000"] = Frame(new Envelope { Hello = new Hello { Version = 1, ListeningPort = 70000, Instance = ByteString.CopyFrom(new byte[16]) } }),
        ["a HELLO without an instance"] = Frame(new Envelope { Hello = new Hello { Version = 1 } }),
        ["WELCOME before HELLO"] = Frame(new Envelope { Welcome = new Welcome() }),
        ["an entry instead of WELCOME"] = [.. Frame(new Envelope { Hello = RawPeer.Hello() }), .. Frame(new Envelope { Entry = new WireEntry { Text = "early" } })],
        ["HELLO twice"] = [.. Frame(new Envelope { Hello = RawPeer.Hello() }), .. Frame(new Envelope { Hello = RawPeer.Hello() })],
    };

    public static TheoryData<string> BrokenHandshakes => [.. s_brokenHandshakes.Keys];

    [Theory]
    [MemberData(nameof(BrokenHandshakes))]
    public async Task BrokenHandshake_EndsThatConnectionOnly(string what)
    {
        using RawPeer peer = await RawPeer.StartTlsAsync(Node.Address);
        await peer.SendAsync(s_brokenHandshakes[what]);
        await peer.FinishAsync();

        await peer.ReadToTheEndAsync();

        await AssertStillServesAsync(conversations: 0);
    }

    private static readonly Dictionary<string, Func<RawPeer, ConversationId, byte[]>> s_brokenSessions = new()
    {
        ["a frame of 4 GiB"] = (_, _) => [0xFF, 0xFF, 0xFF, 0xFF],
        ["a frame one byte too long"] = (_, _) => [0, 1, 0, 1],
        ["HELLO after the handshake"] = (_, _) => Frame(new Envelope { Hello = RawPeer.Hello() }),
        ["a gap in the log"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Sequence = 3)),
        ["sequence 0"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Sequence = 0)),
        ["sequence 2^64 - 1"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Sequence = ulong.MaxValue)),
        ["a clock past the year 9999"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Clock = ulong.MaxValue)),
        ["a text above 16 KiB"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Text = new string('é', 8193))),
        ["another author"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Author = ByteString.CopyFrom(new byte[32]))),
        ["another conversation"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Conversation = ByteString.CopyFrom(new byte[16]))),
        ["an author of 3 bytes"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Author = ByteString.CopyFrom(1, 2, 3))),
        ["an id of 15 bytes"] = (peer, id) => Frame(peer.FirstEntry(id, entry => entry.Id = ByteString.CopyFrom(new byte[15]))),
    };

    public static TheoryData<string> BrokenSessions => [.. s_brokenSessions.Keys];

    [Theory]
    [MemberData(nameof(BrokenSessions))]
    public async Task BrokenSession_IsToldWhyAndNothingIsStored(string what)
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);

        await peer.SendAsync(s_brokenSessions[what](peer, id));

        Assert.Equal(Goodbye.Types.Reason.Protocol, await peer.ReadToTheEndAsync());
        ChatSnapshot after = await Node.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Offline);
        Assert.Empty(after.Find(id)!.Recent);
        await AssertStillServesAsync(conversations: 1);
    }

    [Fact]
    public async Task AcknowledgementOfWhatWasNeverSent_EndsTheSession()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);
        await peer.SendAsync(PositionOf(Node, id));
        await Node.SayAsync(id, "one");
        Envelope entry = (await peer.ReceiveAsync())!;
        while (entry.KindCase != Envelope.KindOneofCase.Entry) { entry = (await peer.ReceiveAsync())!; }   // answering accepts, and that says how far we are again

        await peer.SendAsync(new Envelope
        {
            Acknowledgement = new Acknowledgement { Conversation = entry.Entry.Conversation, Author = entry.Entry.Author, Epoch = entry.Entry.Epoch, Sequence = 2 },
        });

        Assert.Equal(Goodbye.Types.Reason.Protocol, await peer.ReadToTheEndAsync());
        Assert.NotEqual(MessageState.Delivered, Node.Store.Current.Find(id)!.Last!.State);
    }

    /// <summary>A peer asks again from where its disk is, and then commits what was under way.</summary>
    [Fact]
    public async Task AcknowledgementOfWhatWasSentBeforeAPosition_IsNoBreach()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);
        await peer.SendAsync(PositionOf(Node, id));
        await Node.SayAsync(id, "one");
        await Node.SayAsync(id, "two");
        Envelope last = (await peer.ReceiveAsync())!;
        while (last.Entry?.Sequence != 2) { last = (await peer.ReceiveAsync())!; }

        Envelope again = PositionOf(Node, id);
        (again.Position.Epoch, again.Position.Sequence) = (last.Entry.Epoch, 1);
        await peer.SendAsync(again);
        await peer.SendAsync(new Envelope
        {
            Acknowledgement = new Acknowledgement { Conversation = last.Entry.Conversation, Author = last.Entry.Author, Epoch = last.Entry.Epoch, Sequence = 2 },
        });

        ChatSnapshot after = await Node.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.All(message => message.State == MessageState.Delivered));
        Assert.Equal(LinkState.Secure, after.Find(id)!.Link);
    }

    [Fact]
    public async Task HalfAFrame_ThenTheEnd_IsNoPoliteGoodbye()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        await peer.SendAsync((byte[])[0, 0, 0, 200, 1, 2, 3]);
        await peer.FinishAsync();

        Assert.Equal(Goodbye.Types.Reason.Protocol, await peer.ReadToTheEndAsync());
    }

    [Fact]
    public async Task SameEntryTwice_IsStoredOnceAndAcknowledgedTwice()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);
        Envelope entry = peer.FirstEntry(id, entry => entry.Text = "once");

        await peer.SendAsync(entry);
        Assert.Equal(1UL, (await peer.ReceiveAsync())!.Acknowledgement.Sequence);
        await peer.SendAsync(entry);
        Assert.Equal(1UL, (await peer.ReceiveAsync())!.Acknowledgement.Sequence);

        Assert.Equal("once", Assert.Single(Node.Store.Current.Find(id)!.Recent).Text);
    }

    [Fact]
    public async Task EnvelopeOfANewerVersion_IsIgnored()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);

        await peer.SendAsync((byte[])[0, 0, 0, 5, 0x9A, 0x06, 2, 8, 1]);
        await peer.SendAsync(peer.FirstEntry(id, entry => entry.Text = "after it"));

        Assert.Equal(1UL, (await peer.ReceiveAsync())!.Acknowledgement.Sequence);
    }

    [Fact]
    public async Task Stranger_MayFillAThousandEntriesAndNoMoreUntilItIsAccepted()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);
        for (int i = 1; i <= ChatLimits.MaxStrangerEntries + 1; i++)
        {
            await peer.SendAsync(peer.FirstEntry(id, entry => entry.Sequence = (ulong)i));
        }

        await AcknowledgedUpToAsync(peer, ChatLimits.MaxStrangerEntries);
        await peer.SendAsync(new Envelope { Ping = new Ping() });
        Assert.Equal(Envelope.KindOneofCase.Pong, (await peer.ReceiveAsync())!.KindCase);   // and the last one was not acknowledged before it

        await Node.Chat.AcceptAsync(id, Token);
        Assert.Equal((ulong)ChatLimits.MaxStrangerEntries, (await peer.ReceiveAsync())!.Position.Sequence);
        await peer.SendAsync(peer.FirstEntry(id, entry => entry.Sequence = (ulong)ChatLimits.MaxStrangerEntries + 1));
        await AcknowledgedUpToAsync(peer, ChatLimits.MaxStrangerEntries + 1);
    }

    [Fact]
    public async Task Stranger_WhoBeginsItsLogAnew_MayFillNoMore()
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);
        for (int i = 1; i <= ChatLimits.MaxStrangerEntries; i++) { await peer.SendAsync(peer.FirstEntry(id, entry => entry.Sequence = (ulong)i)); }
        await AcknowledgedUpToAsync(peer, ChatLimits.MaxStrangerEntries);

        await peer.SendAsync(peer.FirstEntry(id, entry => entry.Epoch = ByteString.CopyFrom(Enumerable.Repeat((byte)8, 16).ToArray())));

        await peer.SendAsync(new Envelope { Ping = new Ping() });
        Assert.Equal(Envelope.KindOneofCase.Pong, (await peer.ReceiveAsync())!.KindCase);
        await Node.Chat.AcceptAsync(id, Token);
        Assert.Equal((ulong)ChatLimits.MaxStrangerEntries, (await peer.ReceiveAsync())!.Position.Sequence);
        await peer.SendAsync(peer.FirstEntry(id, entry => entry.Sequence = (ulong)ChatLimits.MaxStrangerEntries + 1));
        await AcknowledgedUpToAsync(peer, ChatLimits.MaxStrangerEntries + 1);
    }

    private static async Task AcknowledgedUpToAsync(RawPeer peer, int sequence)
    {
        ulong highWater = 0;
        while (highWater < (ulong)sequence) { highWater = (await peer.ReceiveAsync())!.Acknowledgement?.Sequence ?? highWater; }
        Assert.Equal((ulong)sequence, highWater);
    }

    private async Task<Envelope?> TalkAsync(Action<SslClientAuthenticationOptions> change)
    {
        using RawPeer peer = await RawPeer.StartTlsAsync(Node.Address, change);
        try { await peer.SendAsync(new Envelope { Hello = RawPeer.Hello() }); }
        catch (IOException) { /* closed already */ }
        return await peer.ReceiveAsync();
    }

    // The page of the list as it should be, and a good peer is served.
    private async Task AssertStillServesAsync(int conversations)
    {
        Assert.Equal(conversations, Node.Store.Current.Conversations.Length);
        using RawPeer good = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, good.Id);
        await good.SendAsync(good.FirstEntry(id));
        Assert.Equal(1UL, (await good.ReceiveAsync())!.Acknowledgement.Sequence);
    }

    private static async Task AssertClosedAsync(TcpClient client)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, Token) > 0) { }
        }
        catch (IOException) { /* reset: closed as well */ }
    }

    private static Envelope PositionOf(ChatNode node, ConversationId id) => new()
    {
        Position = new Position { Conversation = ByteString.CopyFrom(id.ToByteArray()), Author = ByteString.CopyFrom(node.Store.Current.Self.PeerId.ToByteArray()) },
    };

    private static byte[] Frame(Envelope envelope)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        EnvelopeCodec.Write(output, envelope);
        return output.WrittenSpan.ToArray();
    }
}
