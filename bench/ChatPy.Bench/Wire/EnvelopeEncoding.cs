using System.Buffers;
using BenchmarkDotNet.Attributes;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using Entry = ChatPy.Web.Chat.Entry;

namespace ChatPy.Bench.Wire;

/// <summary>From an entry to bytes, beside Google.Protobuf alone and a bare copy of the same bytes.</summary>
public class EnvelopeEncoding : ICounted
{
    private readonly ArrayBufferWriter<byte> _output = new(SampleEntries.Together * SampleEntries.Long * 2);
    private Envelope _envelope = null!;
    private Entry _entry = null!;
    private byte[] _frames = [];

    [Params(SampleEntries.Short, SampleEntries.Long)]
    public int TextBytes { get; set; }

    public Amount PerOperation => new(SampleEntries.FrameBytes(TextBytes), Amount.Bytes);

    [GlobalSetup]
    public void SetUp()
    {
        _envelope = SampleEntries.Make(TextBytes);
        _entry = EntryWire.Read(_envelope.Entry);
        _frames = SampleEntries.Frames(TextBytes);
    }

    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public void Copy()
    {
        _output.ResetWrittenCount();
        _output.Write(_frames);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleEntries.Together)]
    public void ProtobufAlone()
    {
        _output.ResetWrittenCount();
        for (int i = 0; i < SampleEntries.Together; i++) { _envelope.WriteTo(_output); }
    }

    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public void Encode()
    {
        _output.ResetWrittenCount();
        for (int i = 0; i < SampleEntries.Together; i++) { EnvelopeCodec.Write(_output, _envelope); }
    }

    /// <summary>From what the chat works with.</summary>
    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public void EncodeFromEntry()
    {
        _output.ResetWrittenCount();
        for (int i = 0; i < SampleEntries.Together; i++) { EnvelopeCodec.Write(_output, _entry.ToEnvelope()); }
    }
}
