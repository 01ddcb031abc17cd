using System.Text;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using Google.Protobuf;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Web.Chat;

/// <summary>Entries and positions as they stand on the wire. What a peer sent is checked here, once. docs/protocol.md §4.</summary>
internal static class EntryWire
{
    private const int GuidBytes = 16;

    public static Envelope ToEnvelope(this Entry entry) => new()
    {
        Entry = new WireEntry
        {
            Conversation = Bytes(entry.Conversation),
            Author = Bytes(entry.Author),
            Epoch = Bytes(entry.Epoch),
            Sequence = (ulong)entry.Sequence,
            Id = Bytes(entry.Id),
            Clock = entry.Clock.Value,
            Text = entry.Text,
            Reference = entry.Kind == EntryKind.Text ? null : new Reference { Kind = (Reference.Types.Kind)entry.Kind, Target = Bytes(entry.Target) },
        },
    };

    public static Envelope ToEnvelope(this LogPosition position, ConversationId conversation, PeerId author, Guid lastId) => new()
    {
        Position = new Position
        {
            Conversation = Bytes(conversation),
            Author = Bytes(author),
            Epoch = position.Epoch == Guid.Empty ? ByteString.Empty : Bytes(position.Epoch),
            Sequence = (ulong)position.Sequence,
            LastId = lastId == Guid.Empty ? ByteString.Empty : Bytes(lastId),
        },
    };

    public static Envelope Acknowledge(ConversationId conversation, PeerId author, Guid epoch, long sequence) => new()
    {
        Acknowledgement = new Acknowledgement
        {
            Conversation = Bytes(conversation),
            Author = Bytes(author),
            Epoch = Bytes(epoch),
            Sequence = (ulong)sequence,
        },
    };

    public static Envelope ToReceipt(this LogPosition read, ConversationId conversation, PeerId author) => new()
    {
        Receipt = new Receipt
        {
            Conversation = Bytes(conversation),
            Author = Bytes(author),
            Epoch = Bytes(read.Epoch),
            Sequence = (ulong)read.Sequence,
        },
    };

    public static Envelope ToTyping(ConversationId conversation, bool isActive) => new()
    {
        Typing = new Typing { Conversation = Bytes(conversation), Active = isActive },
    };

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static Entry Read(WireEntry wire)
    {
        if (wire.Clock > LogClock.Max.Value) { throw Invalid("a clock past the year 9999"); }
        if (Encoding.UTF8.GetByteCount(wire.Text) > ChatLimits.MaxTextBytes) { throw Invalid($"a text above {ChatLimits.MaxTextBytes} bytes"); }

        return new Entry
        {
            Conversation = ReadConversation(wire.Conversation),
            Author = ReadPeer(wire.Author),
            Epoch = ReadGuid(wire.Epoch),
            Sequence = wire.Sequence == 0 ? throw Invalid("sequence 0") : ReadSequence(wire.Sequence),
            Id = ReadGuid(wire.Id),
            Clock = new LogClock(wire.Clock),
            Text = wire.Text,
            Kind = (EntryKind)(wire.Reference?.Kind ?? 0),
            Target = wire.Reference is { Kind: not Reference.Types.Kind.Unspecified } reference ? ReadGuid(reference.Target) : Guid.Empty,
        };
    }

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static (ConversationId Conversation, PeerId Author, LogPosition At, Guid LastId) Read(Position wire) =>
    (
        ReadConversation(wire.Conversation),
        ReadPeer(wire.Author),
        new LogPosition(ReadGuidIfAny(wire.Epoch), ReadSequence(wire.Sequence), 0),
        ReadGuidIfAny(wire.LastId)
    );

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static (ConversationId Conversation, PeerId Author, Guid Epoch, long Sequence) Read(Acknowledgement wire) =>
        (ReadConversation(wire.Conversation), ReadPeer(wire.Author), ReadGuid(wire.Epoch), ReadSequence(wire.Sequence));

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static (ConversationId Conversation, PeerId Author, Guid Epoch, long Sequence) Read(Receipt wire) =>
        (ReadConversation(wire.Conversation), ReadPeer(wire.Author), ReadGuid(wire.Epoch), ReadSequence(wire.Sequence));

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static (ConversationId Conversation, bool IsActive) Read(Typing wire) => (ReadConversation(wire.Conversation), wire.Active);

    public static Envelope Fetch(ConversationId conversation, PeerId author) => new()
    {
        Fetch = new Fetch { Conversation = Bytes(conversation), Author = Bytes(author) },
    };

    public static Envelope EndFetch(ConversationId conversation, PeerId author) => new()
    {
        FetchEnd = new FetchEnd { Conversation = Bytes(conversation), Author = Bytes(author) },
    };

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static (ConversationId Conversation, PeerId Author) Read(Fetch wire) => (ReadConversation(wire.Conversation), ReadPeer(wire.Author));

    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static (ConversationId Conversation, PeerId Author) Read(FetchEnd wire) => (ReadConversation(wire.Conversation), ReadPeer(wire.Author));

    private static ConversationId ReadConversation(ByteString bytes) =>
        bytes.Length == ConversationId.Bytes ? ConversationId.FromBytes(bytes.Span) : throw Invalid($"a conversation of {bytes.Length} bytes");

    private static PeerId ReadPeer(ByteString bytes) => bytes.Length == PeerId.Bytes ? new PeerId(bytes.Span) : throw Invalid($"an author of {bytes.Length} bytes");

    private static Guid ReadGuid(ByteString bytes) => bytes.Length == GuidBytes ? new Guid(bytes.Span, bigEndian: true) : throw Invalid($"an id of {bytes.Length} bytes");

    private static Guid ReadGuidIfAny(ByteString bytes) => bytes.IsEmpty ? Guid.Empty : ReadGuid(bytes);

    private static long ReadSequence(ulong value) => value <= long.MaxValue ? (long)value : throw Invalid("a sequence past 2^63");

    private static ByteString Bytes(ConversationId id) => ByteString.CopyFrom(id.ToByteArray());

    private static ByteString Bytes(PeerId id) => ByteString.CopyFrom(id.ToByteArray());

    private static ByteString Bytes(Guid id) => ByteString.CopyFrom(id.ToByteArray(bigEndian: true));

    private static ProtocolException Invalid(string what) => new(ProtocolError.InvalidField, $"The peer sent {what}.");
}
