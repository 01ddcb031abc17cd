using ChatPy.Faults.Nodes;
using ChatPy.Tests.Support;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Much that waited, over loopback TCP: it goes out in windows, and arrives in order, once.</summary>
public sealed class BacklogTests : NodeTest
{
    /// <summary>256 entries or 1 MiB of text under way, and more only when half of it is acknowledged.</summary>
    [Theory]
    [InlineData(10, 256, 300)]
    [InlineData(ChatLimits.MaxTextBytes, 64, 80)]
    public async Task PeerThatDoesNotAcknowledge_GetsOneWindowAndNoMore(int bytes, int window, int written)
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(Node.Address);
        ConversationId id = ConversationId.Direct(Node.Store.Current.Self.PeerId, peer.Id);
        await Node.Chat.AcceptAsync(id, Token);
        await Task.WhenAll(Enumerable.Range(0, written).Select(_ => Node.SayAsync(id, new string('x', bytes))));
        await peer.SendAsync(FromTheBeginning(id));
        WireEntry last = (await EntriesAsync(peer, window))[^1];
        await AssertNothingWaitsAsync(peer);

        await peer.SendAsync(Acknowledge(last, (ulong)(window / 2) - 1));
        await AssertNothingWaitsAsync(peer);

        await peer.SendAsync(Acknowledge(last, (ulong)window / 2));
        IReadOnlyList<WireEntry> rest = await EntriesAsync(peer, Math.Min(window / 2, written - window));
        Assert.Equal(last.Sequence + 1, rest[0].Sequence);
    }

    [Fact]
    public async Task PeerThatWasAway_GetsEverythingOnceAndInOrder()
    {
        const int written = 1500;
        using var directory = new TemporaryDirectory();
        ChatNode bruno = await ChatNode.StartAsync(directory.Path, "Bruno");
        int port = int.Parse(bruno.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        ConversationId id = (await Node.Chat.ConnectAsync(bruno.Address, cancellationToken: Token)).Conversation!.Value;
        await bruno.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Secure);
        await bruno.Chat.AcceptAsync(id, Token);
        await bruno.DisposeAsync();
        await Node.WaitForAsync(snapshot => snapshot.Find(id)!.Link == LinkState.Offline);
        for (int i = 1; i <= written; i++) { await Node.SayAsync(id, $"{i}"); }

        await using ChatNode back = await ChatNode.StartAsync(directory.Path, "Bruno", port);
        ChatSnapshot arrived = await back.WaitForAsync(snapshot => snapshot.Find(id)!.Last?.Text == $"{written}");
        await Node.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.All(message => message.State == MessageState.Delivered));

        Conversation shown = arrived.Find(id)!;
        IReadOnlyList<Message> older = await back.Chat.ReadOlderAsync(id, shown.Recent[0].Order, int.MaxValue, Token);
        Assert.Equal(Enumerable.Range(1, written).Select(i => $"{i}"), older.Concat(shown.Recent).Select(message => message.Text));
        Assert.Equal(written, shown.Unread);
    }

    // Which come in order, without a gap.
    private static async Task<IReadOnlyList<WireEntry>> EntriesAsync(RawPeer peer, int count)
    {
        List<WireEntry> entries = [];
        while (entries.Count < count)
        {
            if ((await peer.ReceiveAsync())!.Entry is not WireEntry entry) { continue; }
            if (entries.Count > 0) { Assert.Equal(entries[^1].Sequence + 1, entry.Sequence); }

            entries.Add(entry);
        }

        return entries;
    }

    // Written in order: an entry under way would come before the answer to the second ping.
    private static async Task AssertNothingWaitsAsync(RawPeer peer)
    {
        for (int i = 0; i < 2; i++)
        {
            await peer.SendAsync(new Envelope { Ping = new Ping() });
            Assert.Equal(Envelope.KindOneofCase.Pong, (await peer.ReceiveAsync())!.KindCase);
        }
    }

    private Envelope FromTheBeginning(ConversationId id) => new()
    {
        Position = new Position { Conversation = ByteString.CopyFrom(id.ToByteArray()), Author = ByteString.CopyFrom(Node.Store.Current.Self.PeerId.ToByteArray()) },
    };

    private static Envelope Acknowledge(WireEntry entry, ulong sequence) => new()
    {
        Acknowledgement = new Acknowledgement { Conversation = entry.Conversation, Author = entry.Author, Epoch = entry.Epoch, Sequence = sequence },
    };
}
