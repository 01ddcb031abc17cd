using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Entry = ChatPy.Web.Chat.Entry;

namespace ChatPy.Bench.Wire;

/// <summary>From bytes to an entry, beside Google.Protobuf alone; and what the text alone takes, which nobody can do without.</summary>
public class EnvelopeDecoding : ICounted
{
    private readonly List<ReadOnlySequence<byte>> _payloads = [];
    private ReadOnlySequence<byte> _arrived;

    [Params(SampleEntries.Short, SampleEntries.Long)]
    public int TextBytes { get; set; }

    public Amount PerOperation => new(SampleEntries.FrameBytes(TextBytes), Amount.Bytes);

    [GlobalSetup]
    public void SetUp()
    {
        _arrived = Segments.Of(SampleEntries.Frames(TextBytes), SampleEntries.BlockBytes);
        ReadOnlySequence<byte> buffer = _arrived;
        while (FrameCodec.TryRead(ref buffer, out ReadOnlySequence<byte> payload)) { _payloads.Add(payload); }
    }

    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public string TextAlone()
    {
        string text = "";
        // The last field there is.
        foreach (ReadOnlySequence<byte> payload in _payloads) { text = Encoding.UTF8.GetString(payload.Slice(payload.Length - TextBytes)); }
        return text;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleEntries.Together)]
    public Envelope ProtobufAlone()
    {
        Envelope parsed = null!;
        foreach (ReadOnlySequence<byte> payload in _payloads) { parsed = Envelope.Parser.ParseFrom(payload); }
        return parsed;
    }

    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public Envelope Decode()
    {
        ReadOnlySequence<byte> buffer = _arrived;
        Envelope decoded = null!;
        while (EnvelopeCodec.TryRead(ref buffer, out Envelope envelope)) { decoded = envelope; }
        return decoded;
    }

    /// <summary>To what the chat works with, every field checked.</summary>
    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public Entry DecodeToEntry()
    {
        ReadOnlySequence<byte> buffer = _arrived;
        Entry decoded = null!;
        while (EnvelopeCodec.TryRead(ref buffer, out Envelope envelope)) { decoded = EntryWire.Read(envelope.Entry); }
        return decoded;
    }
}
