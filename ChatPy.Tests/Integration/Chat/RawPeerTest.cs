using ChatPy.Faults.Nodes;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using Kind = ChatPy.Transport.Wire.Envelope.KindOneofCase;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A whole node and, in a session with it, a peer made by hand.</summary>
public abstract class RawPeerTest : NodeTest
{
    private RawPeer? _peer;

    internal RawPeer Peer => _peer ?? throw new InvalidOperationException("The peer is not there yet.");

    /// <summary>The conversation of the two.</summary>
    internal ConversationId Id => ConversationId.Direct(Node.Store.Current.Self.PeerId, Peer.Id);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _peer = await RawPeer.HandshakeAsync(Node.Address);
    }

    public override async ValueTask DisposeAsync()
    {
        _peer?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The peer has nothing of the node's log yet.</summary>
    internal Envelope FromTheBeginning() => new()
    {
        Position = new Position { Conversation = ByteString.CopyFrom(Id.ToByteArray()), Author = ByteString.CopyFrom(Node.Store.Current.Self.PeerId.ToByteArray()) },
    };

    /// <summary>What comes next is the answer to a ping: nothing was on its way, and the session lives.</summary>
    internal async Task AssertNothingWaitsAsync()
    {
        await Peer.SendAsync(new Envelope { Ping = new Ping() });
        Assert.Equal(Kind.Pong, (await Peer.ReceiveAsync())!.KindCase);
    }
}
