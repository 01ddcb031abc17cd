using System.Buffers;
using BenchmarkDotNet.Attributes;
using ChatPy.Transport.Wire;

namespace ChatPy.Bench.Wire;

/// <summary>Cutting frames off what has arrived, beside a bare copy of the same bytes.</summary>
public class FrameDecoding : ICounted
{
    private ReadOnlySequence<byte> _arrived;
    private byte[] _target = [];

    [Params(SampleEntries.Short, SampleEntries.Long)]
    public int TextBytes { get; set; }

    public Amount PerOperation => new(SampleEntries.FrameBytes(TextBytes), Amount.Bytes);

    [GlobalSetup]
    public void SetUp()
    {
        _target = SampleEntries.Frames(TextBytes);
        _arrived = Segments.Of(_target.ToArray(), SampleEntries.BlockBytes);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleEntries.Together)]
    public void Copy() => _arrived.CopyTo(_target);

    [Benchmark(OperationsPerInvoke = SampleEntries.Together)]
    public long Decode()
    {
        ReadOnlySequence<byte> buffer = _arrived;
        long length = 0;
        while (FrameCodec.TryRead(ref buffer, out ReadOnlySequence<byte> payload)) { length += payload.Length; }
        return length;
    }
}
