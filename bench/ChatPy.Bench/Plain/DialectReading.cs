using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using ChatPy.Load.Histories;
using ChatPy.Transport.Plain;

namespace ChatPy.Bench.Plain;

/// <summary>Lines of a plain peer, beside counting the newlines in the same bytes; and what their texts alone take.</summary>
public class DialectReading : ICounted
{
    private const int Lines = 1000, BlockBytes = 4096;

    private readonly DialectReader _reader = new();
    private ReadOnlySequence<byte> _arrived;
    private byte[][] _lines = [];

    public Amount PerOperation => new(1, "lines");

    [GlobalSetup]
    public void SetUp()
    {
        string[] texts = [.. Enumerable.Range(0, Lines).Select(number => HistoryTexts.Write(number, Lines))];
        _lines = [.. texts.Select(Encoding.UTF8.GetBytes)];
        _arrived = Segments.Of(Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => text + '\n'))), BlockBytes);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Lines)]
    public int CountNewlines()
    {
        int count = 0;
        foreach (ReadOnlyMemory<byte> block in _arrived) { count += block.Span.Count((byte)'\n'); }
        return count;
    }

    [Benchmark(OperationsPerInvoke = Lines)]
    public string TextAlone()
    {
        string text = "";
        foreach (byte[] line in _lines) { text = Encoding.UTF8.GetString(line); }
        return text;
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
