using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Nodes;

namespace ChatPy.Load.Peers;

/// <summary>How long one small message takes between two processes, and how many go through a session.</summary>
internal static class TripCommand
{
    private const int Block = 50, WarmTrips = 200, WarmFrames = 200_000;
    private static readonly string[] s_text = [new('x', SmallMessage.TextBytes)];

    // What is noted behind the traffic has been written by then.
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5), trips = arguments.Get("trips", 500), frames = arguments.Get("frames", 500_000);
        Beside memory = new(), durable = new(), ofEntries = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            using Answerer other = await Answerer.StartAsync(cancellationToken);
            using X509Certificate2 identity = RawPeer.CreateIdentity();
            using BareTls bare = await BareTls.ConnectAsync(other.TlsPort, identity, cancellationToken);
            await bare.BeginAsync(SmallMessage.Frame.Length, cancellationToken);
            await using MemorySession session = await MemorySession.DialAsync(other.ChatPyPort, cancellationToken);
            var rates = new FrameRates(other, session, identity);

            Backlog met = await Backlog.PrepareAsync(folder.FullName, [], cancellationToken);
            using BareTable here = BareTable.OfTexts(Path.Combine(folder.FullName, "here.db")), there = BareTable.OfTexts(Path.Combine(folder.FullName, "there.db"));
            using BareTable entryHere = BareTable.OfEntries(await met.MakeEmptyHistoryAsync()), entryThere = BareTable.OfEntries(await met.MakeEmptyHistoryAsync());
            await using DurableNode node = await DurableNode.StartAsync(met, cancellationToken);

            Task BareTripAsync() => bare.AskAsync(SmallMessage.Frame, SmallMessage.Frame.Length, cancellationToken);
            async Task CommittedTripAsync(BareTable first, BareTable second)
            {
                first.Insert(s_text);
                await BareTripAsync();
                second.Insert(s_text);
            }

            for (int run = 0; run <= runs; run++)
            {
                Spread bareTrips = new(), chatPyTrips = new(), texts = new(), entries = new(), chatPyDurable = new();
                // The first is for what was never used before: it is loaded and compiled, and not counted.
                int wanted = run > 0 ? trips : Math.Min(WarmTrips, trips);
                for (int done = 0; done < wanted; done += Block)
                {
                    int some = Math.Min(Block, wanted - done);
                    await Trips.TakeAsync(bareTrips, some, () => Trips.TimeAsync(BareTripAsync));
                    await Trips.TakeAsync(chatPyTrips, some, () => session.AskAsync(1, cancellationToken));
                    await Trips.TakeAsync(texts, some, () => Trips.TimeAsync(() => CommittedTripAsync(here, there)));
                    await Trips.TakeAsync(entries, some, () => Trips.TimeAsync(() => CommittedTripAsync(entryHere, entryThere)));
                    await Trips.TakeAsync(chatPyDurable, some, () => node.TripAsync(cancellationToken));
                    await Task.Delay(s_settled, cancellationToken);
                }

                if (run > 0)
                {
                    memory.Add(bareTrips.Median, chatPyTrips.Median);
                    durable.Add(texts.Median, chatPyDurable.Median);
                    ofEntries.Add(entries.Median, chatPyDurable.Median);
                    Console.WriteLine($"run {run}, p50 / p95 of {trips} trips, µs: bare {Trips.Columns(bareTrips)}, in memory {Trips.Columns(chatPyTrips)}; bare with two commits of a text {Trips.Columns(texts)}, of an entry {Trips.Columns(entries)}, durable {Trips.Columns(chatPyDurable)}");
                }

                await rates.RunAsync(run > 0 ? frames : WarmFrames, counts: run > 0, cancellationToken);
            }

            Beside.Begin("bare SslStream");
            memory.Print("round trip in memory, p50, µs");
            rates.Print();
            Beside.Begin("bare SslStream and two bare commits");
            durable.Print("durable round trip, p50, µs; bare: texts");
            ofEntries.Print("durable round trip, p50, µs; bare: entries, indexed");
            Comparison.Judge("durable round trip, times the bare one with two commits", durable.Ratio, 1.5, "F2");
            Comparison.JudgeLeast("in-memory frames/s, part of bare SslStream", rates.Chunks.Ratio, 0.5, "F2");
            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }
}
