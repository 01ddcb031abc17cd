using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Wire;
using Google.Protobuf;

namespace ChatPy.Faults.Faults;

/// <summary>
/// F1: frames of every kind, mutated and split anywhere, through the parser that a peer's bytes go through, against a parser so plain that
/// it can be seen to be right. A cycle is a million frames.
/// </summary>
internal sealed class FrameFuzz : IFault
{
    private const int FramesInACycle = 1_000_000;
    private const int FramesInAStream = 256;
    private static readonly TimeSpan s_longestStream = TimeSpan.FromMilliseconds(50);
    private static readonly byte[][] s_seeds = [.. Seeds().Select(envelope => envelope.ToByteArray())];

    public string Id => "F1";

    public string Title => "millions of frames, mutated and split at random, against a reference parser";

    public int Few => 20;

    public int Many => 10_000;

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(FaultRun run)
    {
        int threads = Environment.ProcessorCount;
        Tally[] tallies = await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() => Fuzz(run, thread, threads))));
        Tally all = tallies.Aggregate(static (one, other) => one + other);
        run.Figures.Note("frames", string.Create(CultureInfo.InvariantCulture, $"{all.Frames:N0}: {all.Envelopes:N0} envelopes, {all.Malformed:N0} malformed, {all.TooLarge:N0} too large"));
        // A flood of one kind would mean that the other branches were never seen.
        if (all.Envelopes == 0 || all.Malformed == 0 || all.TooLarge == 0) { run.Break("the generator no longer reaches every branch"); }
    }

    private static Tally Fuzz(FaultRun run, int thread, int threads)
    {
        var random = new Random(run.Seed + thread);
        var stream = new ArrayBufferWriter<byte>(1024 * 1024);
        Tally tally = default;
        long wanted = (long)run.Cycles * FramesInACycle / threads;
        while (tally.Frames < wanted && !run.CancellationToken.IsCancellationRequested)
        {
            stream.ResetWrittenCount();
            for (int frame = 0; frame < FramesInAStream; frame++) { WriteFrame(random, stream); }

            long start = TimeProvider.System.GetTimestamp();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            tally += Compare(run, stream.WrittenMemory[..(stream.WrittenCount - random.Next(8))], random);
            TimeSpan took = TimeProvider.System.GetElapsedTime(start);
            // What is parsed is kept; beyond that an allocation may be no larger than what a frame may say.
            if (GC.GetAllocatedBytesForCurrentThread() - allocated > 64L * stream.WrittenCount + FramesInAStream * 4096L) { run.Break($"{stream.WrittenCount} bytes cost {GC.GetAllocatedBytesForCurrentThread() - allocated} bytes of memory"); }
            if (took > s_longestStream) { run.Figures.Add("slow stream (a pause of the machine, or a slow input)", took); }
        }

        return tally;
    }

    private static Tally Compare(FaultRun run, ReadOnlyMemory<byte> bytes, Random random)
    {
        Tally tally = default;
        int at = 0;
        ReadOnlySequence<byte> buffer = Split(bytes, random);
        while (true)
        {
            (Reading expected, int length) = ReadPlainly(bytes.Span[at..]);
            Reading read;
            try { read = EnvelopeCodec.TryRead(ref buffer, out _) ? Reading.Envelope : Reading.Incomplete; }
            catch (ProtocolException broken) when (broken.Error == ProtocolError.FrameTooLarge) { read = Reading.TooLarge; }
            catch (ProtocolException broken) when (broken.Error == ProtocolError.MalformedEnvelope) { read = Reading.Malformed; }

            if (read != expected) { run.Break($"read as {read}, not {expected}: {Convert.ToHexString(bytes.Span.Slice(at, Math.Min(length, bytes.Length - at)))}"); }
            if (expected == Reading.Incomplete) { return tally; }

            // A session ends at the first breach; the stream is used to its end.
            at += length;
            if (read != Reading.Envelope) { buffer = Split(bytes[at..], random); }
            else if (buffer.Length != bytes.Length - at) { run.Break($"{bytes.Length - at - buffer.Length} bytes too many were taken"); }

            tally += new Tally(1, read == Reading.Envelope ? 1 : 0, read == Reading.Malformed ? 1 : 0, read == Reading.TooLarge ? 1 : 0);
        }
    }

    /// <summary>The rules of docs/protocol.md §3, as slowly as one likes.</summary>
    private static (Reading Reading, int Bytes) ReadPlainly(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4) { return (Reading.Incomplete, bytes.Length); }

        long length = bytes[0] * 16_777_216L + bytes[1] * 65_536L + bytes[2] * 256L + bytes[3];
        if (length > 65_536) { return (Reading.TooLarge, 4); }
        if (bytes.Length < 4 + length) { return (Reading.Incomplete, bytes.Length); }

        try
        {
            Envelope.Parser.ParseFrom(bytes.Slice(4, (int)length).ToArray());
            return (Reading.Envelope, 4 + (int)length);
        }
        catch (InvalidProtocolBufferException) { return (Reading.Malformed, 4 + (int)length); }
    }

    private static void WriteFrame(Random random, ArrayBufferWriter<byte> stream)
    {
        byte[] seed = s_seeds[random.Next(s_seeds.Length)];
        int kind = random.Next(8192);   // what is refused costs an exception, twice: a few of them do
        Span<byte> header = stream.GetSpan(4 + seed.Length);
        uint length = kind switch
        {
            0 => 0xFFFF_FFFF,
            1 => 0x8000_0000,
            2 => 65_537,
            3 => (uint)random.NextInt64(65_537, uint.MaxValue),
            _ => (uint)seed.Length,
        };
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        stream.Advance(4);
        if (kind < 4) { return; }

        seed.CopyTo(stream.GetSpan(seed.Length));
        Span<byte> payload = stream.GetSpan(seed.Length)[..seed.Length];
        for (int flips = kind < 32 ? random.Next(1, 4) : 0; flips > 0 && payload.Length > 0; flips--) { payload[random.Next(payload.Length)] = (byte)random.Next(256); }

        stream.Advance(seed.Length);
    }

    private static ReadOnlySequence<byte> Split(ReadOnlyMemory<byte> bytes, Random random)
    {
        var first = new Segment(bytes[..random.Next(bytes.Length + 1)], null);
        int start = first.Memory.Length;
        Segment last = first;
        for (int pieces = random.Next(4); pieces > 0 && start < bytes.Length; pieces--)
        {
            int length = random.Next(bytes.Length - start);
            last = new Segment(bytes.Slice(start, length), last);
            start += length;
        }

        last = new Segment(bytes[start..], last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static IEnumerable<Envelope> Seeds()
    {
        ByteString bytes16 = ByteString.CopyFrom(new byte[16]), bytes32 = ByteString.CopyFrom(new byte[32]);
        yield return new Envelope();
        yield return new Envelope { Hello = new Hello { Version = 1, Nickname = "Léa", Agent = "ChatPy/0.1.0", ListeningPort = 4242, Instance = bytes16 } };
        yield return new Envelope { Welcome = new Welcome() };
        yield return new Envelope { Goodbye = new Goodbye { Reason = Goodbye.Types.Reason.Leaving } };
        yield return new Envelope { Ping = new Ping() };
        yield return new Envelope { Pong = new Pong() };
        yield return new Envelope { Profile = new Profile { Nickname = "Tom" } };
        yield return new Envelope { Position = new Position { Conversation = bytes16, Author = bytes32, Epoch = bytes16, Sequence = 300 } };
        yield return new Envelope { Acknowledgement = new Acknowledgement { Conversation = bytes16, Author = bytes32, Epoch = bytes16, Sequence = ulong.MaxValue } };
        foreach (string text in (string[])["", "salut", new string('x', 300), "🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 \u202E"])
        {
            yield return new Envelope { Entry = new Entry { Conversation = bytes16, Author = bytes32, Epoch = bytes16, Sequence = 7, Id = bytes16, Clock = 0x0199_0000_0000_0001, Text = text } };
        }
    }

    private enum Reading
    {
        Incomplete,
        Envelope,
        Malformed,
        TooLarge,
    }

    private readonly record struct Tally(long Frames, long Envelopes, long Malformed, long TooLarge)
    {
        public static Tally operator +(Tally one, Tally other) =>
            new(one.Frames + other.Frames, one.Envelopes + other.Envelopes, one.Malformed + other.Malformed, one.TooLarge + other.TooLarge);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null) { return; }

            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
