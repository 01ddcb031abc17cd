using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Nodes;

namespace ChatPy.Load.Peers;

/// <summary>How long one small message takes between two processes, and how many go through a session.</summary>
internal static class TripCommand
{
    private const int Block = 50;

    // What is noted behind the traffic has been written by then.
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(250);

    private static readonly byte[] s_chunk =
        [.. Enumerable.Repeat(SmallMessage.Frame, (BareTls.ChunkBytes / SmallMessage.Frame.Length) + 1).SelectMany(static frame => frame).Take(BareTls.ChunkBytes)];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5), trips = arguments.Get("trips", 500), frames = arguments.Get("frames", 500_000);
        Beside memory = new(), durable = new(), rate = new(), single = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            using Answerer other = await Answerer.StartAsync(cancellationToken);
            using X509Certificate2 identity = RawPeer.CreateIdentity();
            using BareTls bare = await BareTls.ConnectAsync(other.TlsPort, identity, cancellationToken);
            await bare.BeginAsync(SmallMessage.Frame.Length, cancellationToken);
            await using MemorySession session = await MemorySession.DialAsync(other.ChatPyPort, cancellationToken);
            Backlog met = await Backlog.PrepareAsync(folder.FullName, [], cancellationToken);
            using BareCommits here = new(Path.Combine(folder.FullName, "here.db")), there = new(Path.Combine(folder.FullName, "there.db"));
            await using DurableNode node = await DurableNode.StartAsync(met, cancellationToken);

            Task BareTripAsync() => bare.AskAsync(SmallMessage.Frame, SmallMessage.Frame.Length, cancellationToken);
            async Task BareDurableTripAsync()
            {
                here.Commit();
                await BareTripAsync();
                there.Commit();
            }

            for (int run = 0; run <= runs; run++)
            {
                // The first is for what was never used before: it is loaded and compiled, and not counted.
                bool counts = run > 0;
                Spread bareTrips = new(), chatPyTrips = new(), bareDurable = new(), chatPyDurable = new();
                for (int done = 0; done < trips; done += Block)
                {
                    await TakeAsync(bareTrips, Math.Min(Block, trips - done), () => TimeAsync(BareTripAsync));
                    await TakeAsync(chatPyTrips, Math.Min(Block, trips - done), () => session.AskAsync(1, cancellationToken));
                    await TakeAsync(bareDurable, Math.Min(Block, trips - done), () => TimeAsync(BareDurableTripAsync));
                    await TakeAsync(chatPyDurable, Math.Min(Block, trips - done), () => node.TripAsync(cancellationToken));
                    await Task.Delay(s_settled, cancellationToken);
                }

                double bareRate = await StreamAsync(other.TlsPort, frames, s_chunk, identity, cancellationToken);
                double singleRate = await StreamAsync(other.TlsPort, Math.Max(1, frames / 10), SmallMessage.Frame, identity, cancellationToken);
                double chatPyRate = frames / (await session.AskAsync(frames, cancellationToken)).TotalSeconds;
                if (!counts) { continue; }

                memory.Add(bareTrips.Median, chatPyTrips.Median);
                durable.Add(bareDurable.Median, chatPyDurable.Median);
                rate.Add(bareRate, chatPyRate);
                single.Add(singleRate, chatPyRate);
                Console.WriteLine($"run {run}, p50 / p95 of {trips} trips, µs: bare {Columns(bareTrips)}, in memory {Columns(chatPyTrips)}; bare with two commits {Columns(bareDurable)}, durable {Columns(chatPyDurable)}; {frames:N0} frames/s: bare {bareRate:F0}, in memory {chatPyRate:F0}");
            }
        }
        finally { folder.Delete(recursive: true); }

        Beside.Begin("bare SslStream");
        memory.Print("round trip in memory, p50, µs");
        rate.Print($"{SmallMessage.Frame.Length}-byte frames/s in memory; bare {BareTls.ChunkBytes / 1024} KiB a write");
        single.Print($"{SmallMessage.Frame.Length}-byte frames/s in memory; bare one a write");
        Beside.Begin("bare SslStream and two bare commits");
        durable.Print("durable round trip, p50, µs");
        Comparison.Judge("durable round trip, times the bare one with two commits", durable.Ratio, 1.5, "F2");
        Comparison.JudgeLeast("in-memory frames/s, part of bare SslStream", rate.Ratio, 0.5, "F2");
        return 0;
    }

    private static string Columns(Spread spread) => $"{spread.Median:F0} / {spread.At(0.95):F0}";

    private static async Task TakeAsync(Spread into, int count, Func<Task<TimeSpan>> trip)
    {
        for (int i = 0; i < count; i++) { into.Add((await trip()).TotalMicroseconds); }
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        long start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<double> StreamAsync(int port, int frames, byte[] chunk, X509Certificate2 identity, CancellationToken cancellationToken)
    {
        long total = (long)frames * SmallMessage.Frame.Length;
        using BareTls bare = await BareTls.ConnectAsync(port, identity, cancellationToken);
        await bare.BeginAsync(total, cancellationToken);
        return frames / (await TimeAsync(() => bare.AskAsync(chunk, total, cancellationToken))).TotalSeconds;
    }
}
