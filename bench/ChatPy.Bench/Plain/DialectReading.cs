using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using ChatPy.Load.Histories;
using ChatPy.Transport.Plain;

namespace ChatPy.Bench.Plain;

/// <summary>Lines of a plain peer, beside counting the newlines in the same bytes.</summary>
public class DialectReading : ICounted
{
    private const int Lines = 1000, BlockBytes = 4096;

    private readonly DialectReader _reader = new();
    private ReadOnlySequence<byte> _arrived;

    public Amount PerOperation => new(1, "lines");

    [GlobalSetup]
    public void SetUp() => _arrived = Segments.Of(Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, Lines).Select(number => HistoryTexts.Write(number, Lines) + '\n'))), BlockBytes);

    [Benchmark(Baseline = true, OperationsPerInvoke = Lines)]
    public int CountNewlines()
    {
        int count = 0;
        foreach (ReadOnlyMemory<byte> block in _arrived) { count += block.Span.Count((byte)'\n'); }
        return count;
    }

    [Benchmark(OperationsPerInvoke = Lines)]
    public int Read()
    {
        ReadOnlySequence<byte> arrived = _arrived;
        int count = 0;
        while (_reader.TryRead(ref arrived, out _)) { count++; }
        return count;
    }

    /// <summary>Without what would do something to a terminal, as each message is shown.</summary>
    [Benchmark(OperationsPerInvoke = Lines)]
    public int ReadAndClean()
    {
        ReadOnlySequence<byte> arrived = _arrived;
        int length = 0;
        while (_reader.TryRead(ref arrived, out PlainMessage message)) { length += TerminalText.Clean(message.Text).Length; }
        return length;
    }
}
