using System.Buffers;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Faults.Faults;

/// <summary>The rules of docs/protocol.md §4 for one author's log, and a hand that draws envelopes which keep them or break them.</summary>
internal sealed class SessionModel(PeerId me, PeerId victim, Random random)
{
    private const int MostSteps = 24;
    private readonly Dictionary<ulong, ByteString> _ids = [];
    private ulong _highWater;

    public ConversationId Conversation { get; } = ConversationId.Direct(me, victim);

    /// <summary>The present epoch of the log.</summary>
    public ByteString Epoch { get; private set; } = NewGuid();

    /// <summary>The highest sequence number that may be acknowledged, and must be if the session lives.</summary>
    public ulong Expected => _highWater;

    /// <summary>Takes over how far the victim says it has the log.</summary>
    public void Begin(Position position)
    {
        if (position.Epoch.IsEmpty) { return; }

        // A breach may come before or after the commit of what was sent before it.
        (Epoch, _highWater) = (position.Epoch, position.Sequence);
    }

    /// <summary>A stretch of a session as bytes, ended by a PING unless it breaks a rule, which is the last thing it does.</summary>
    public byte[] Draw(out IReadOnlyList<string> steps, out bool isBreach, out int envelopes)
    {
        var output = new ArrayBufferWriter<byte>();
        var told = new List<string>();
        isBreach = false;
        for (int step = random.Next(1, MostSteps); step > 0 && !isBreach; step--) { told.Add(Step(output, out isBreach)); }

        if (!isBreach) { EnvelopeCodec.Write(output, new Envelope { Ping = new Ping() }); }
        (steps, envelopes) = (told, told.Count);
        return output.WrittenSpan.ToArray();
    }

    private string Step(ArrayBufferWriter<byte> output, out bool isBreach)
    {
        isBreach = false;
        switch (random.Next(32))
        {
            case 0: return Write(output, "a kind of a newer version", [0, 0, 0, 3, 0xBA, 0x3E, 0x00]);
            case 1: return Write(output, "an empty frame", [0, 0, 0, 0]);
            case 2: return Write(output, "PING", new Envelope { Ping = new Ping() });
            case 3: return Write(output, "PONG", new Envelope { Pong = new Pong() });
            case 4: return Write(output, "a name", new Envelope { Profile = new Profile { Nickname = "\u202Eevil\u0000" + new string('x', random.Next(2000)) } });
            case 5: return Write(output, "a position of its own log", PositionOf(me, Epoch, _highWater));
            case 6 when _highWater > 0: return Write(output, "an entry again", Again((ulong)random.NextInt64(1, (long)Math.Min(_highWater, long.MaxValue) + 1)));
            case 7 when random.Next(4) == 0:
                (Epoch, _highWater) = (NewGuid(), 0);
                _ids.Clear();
                return Write(output, "the first entry of a new epoch", Next());
            case 8: isBreach = true; return Breach(output);
            default: return Write(output, "the next entry", Next());
        }
    }

    private string Breach(ArrayBufferWriter<byte> output)
    {
        ulong gap = _highWater + (ulong)random.Next(2, 100);
        switch (random.Next(17))
        {
            case 0: return Write(output, "HELLO again", new Envelope { Hello = new Hello { Version = 1, Instance = NewGuid() } });
            case 1: return Write(output, "WELCOME again", new Envelope { Welcome = new Welcome() });
            case 2: return Write(output, "a gap", EntryOf(gap, NewGuid()));
            case 3: return Write(output, "sequence 0", EntryOf(0, NewGuid()));
            case 4: return Write(output, "sequence 2^64-1", EntryOf(ulong.MaxValue, NewGuid()));
            case 5: return Write(output, "a new epoch that begins at 2", EntryOf(2, NewGuid(), entry => entry.Epoch = NewGuid()));
            case 6: return Write(output, "an epoch of 15 bytes", EntryOf(_highWater + 1, NewGuid(), entry => entry.Epoch = ByteString.CopyFrom(new byte[15])));
            case 7: return Write(output, "another author", EntryOf(_highWater + 1, NewGuid(), entry => entry.Author = ByteString.CopyFrom(victim.ToByteArray())));
            case 8: return Write(output, "another conversation", EntryOf(_highWater + 1, NewGuid(), entry => entry.Conversation = NewGuid()));
            case 9: return Write(output, "a clock past 9999", EntryOf(_highWater + 1, NewGuid(), entry => entry.Clock = LogClock.Max.Value + 1));
            case 10: return Write(output, "a text above 16 KiB", EntryOf(_highWater + 1, NewGuid(), entry => entry.Text = new string('x', ChatLimits.MaxTextBytes + 1)));
            case 11: return Write(output, "an id of 17 bytes", EntryOf(_highWater + 1, ByteString.CopyFrom(new byte[17])));
            case 12: return Write(output, "a position in another conversation", new Envelope { Position = new Position { Conversation = NewGuid(), Author = Peer(victim) } });
            case 13: return Write(output, "an acknowledgement of its own log", new Envelope { Acknowledgement = new Acknowledgement { Conversation = Id, Author = Peer(me), Epoch = Epoch, Sequence = 1 } });
            case 14: return Write(output, "a frame of 64 KiB and one byte", [0, 1, 0, 1]);
            case 15: return Write(output, "a frame of 4 GiB", [0xFF, 0xFF, 0xFF, 0xFF]);
            default: return Write(output, "no envelope", [0, 0, 0, 3, 0xFF, 0xFF, 0xFF]);
        }
    }

    private Envelope Next()
    {
        _highWater++;
        _ids[_highWater] = NewGuid();
        return EntryOf(_highWater, _ids[_highWater]);
    }

    private Envelope Again(ulong sequence) => EntryOf(sequence, _ids.TryGetValue(sequence, out ByteString? id) ? id : NewGuid());

    private Envelope EntryOf(ulong sequence, ByteString id, Action<WireEntry>? change = null)
    {
        var entry = new WireEntry
        {
            Conversation = Id,
            Author = Peer(me),
            Epoch = Epoch,
            Sequence = sequence,
            Id = id,
            Clock = LogClock.At(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(random.Next(200_000))).Value,
            Text = new string((char)random.Next('a', 'z'), random.Next(1, random.Next(8) == 0 ? 16_000 : 40)),
        };
        change?.Invoke(entry);
        return new Envelope { Entry = entry };
    }

    private Envelope PositionOf(PeerId author, ByteString epoch, ulong sequence) =>
        new() { Position = new Position { Conversation = Id, Author = Peer(author), Epoch = epoch, Sequence = sequence } };

    private ByteString Id => ByteString.CopyFrom(Conversation.ToByteArray());

    private static ByteString Peer(PeerId peer) => ByteString.CopyFrom(peer.ToByteArray());

    private static ByteString NewGuid() => ByteString.CopyFrom(Guid.NewGuid().ToByteArray(bigEndian: true));

    private static string Write(ArrayBufferWriter<byte> output, string what, Envelope envelope)
    {
        EnvelopeCodec.Write(output, envelope);
        return what;
    }

    private static string Write(ArrayBufferWriter<byte> output, string what, ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        return what;
    }
}
