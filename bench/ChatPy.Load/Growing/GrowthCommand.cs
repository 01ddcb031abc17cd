using ChatPy.Load.Histories;
using ChatPy.Load.Pages;
using ChatPy.Load.Peers;
using Microsoft.Playwright;

namespace ChatPy.Load.Growing;

/// <summary>What becomes slower where there is more: a longer history, more peers.</summary>
internal static class GrowthCommand
{
    private static readonly int[] s_histories = [10, 1_000, 100_000, 1_000_000], s_crowds = [1, 10, 100, 1_000];

    private const int Trips = 200, EachPeer = 100;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int[] histories = [.. s_histories.Where(size => size <= arguments.Get("messages", 1_000_000))];
        int[] crowds = [.. s_crowds.Where(size => size <= arguments.Get("peers", 1_000))];
        int runs = arguments.Get("runs", 3);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            GrowthTable ofMessages = new("messages of history", histories), ofPeers = new("peers", crowds);
            PageBrowser browser = await PageBrowser.GetAsync(cancellationToken);
            foreach (int messages in histories)
            {
                string place = Path.Combine(folder.FullName, $"{messages}");
                await TalkAsync(ofMessages, place, messages, cancellationToken);
                await ReadAsync(ofMessages, browser, place + "-read", messages, runs, cancellationToken);
                Directory.GetDirectories(folder.FullName).ToList().ForEach(static done => Directory.Delete(done, recursive: true));
                Console.WriteLine($"{messages:N0} messages are done");
            }

            foreach (int peers in crowds) { await MeetAsync(ofPeers, Path.Combine(folder.FullName, $"{peers}-peers"), peers, cancellationToken); }

            ofMessages.Print();
            ofPeers.Print();
            return 0;
        }
        finally { folder.Delete(recursive: true); }
    }

    // All that waited goes out before the first trip is over; then it is history on both sides.
    private static async Task TalkAsync(GrowthTable table, string place, int messages, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(place);
        Backlog met = await Backlog.PrepareAsync(place, [.. Enumerable.Range(1, messages).Select(i => $"Message {i} of the backlog, about as long as what people write to each other.")], cancellationToken);
        await using DurableNode node = await DurableNode.StartAsync(met, cancellationToken);
        table.Add("a message of the backlog, µs (few: mostly the start)", (await node.TripAsync(cancellationToken)).TotalMicroseconds / messages, "F1");
        Spread trips = new();
        await Peers.Trips.TakeAsync(trips, Trips, () => node.TripAsync(cancellationToken));
        table.Add("durable round trip, p50, µs", trips.Median);
    }

    private static async Task ReadAsync(GrowthTable table, PageBrowser browser, string place, int messages, int runs, CancellationToken cancellationToken)
    {
        using var trial = new HistoryTrial(await SeededHistory.MakeAsync(place, messages, cancellationToken));
        await trial.StartAsync(cancellationToken);
        await using (IBrowserContext window = await browser.OpenWindowAsync()) { await trial.WarmUpAsync(window); }
        for (int run = 1; run <= runs; run++)
        {
            await using (IBrowserContext window = await browser.OpenWindowAsync()) { await trial.OpenAsync(window); }
            await using (IBrowserContext window = await browser.OpenWindowAsync()) { await trial.WalkAsync(window, runs); }
        }

        table.Add("process start to HTTP answer, ms", trial.Start.Median);
        table.Add("open by a click, first time in a window, ms", trial.Open.Median);
        table.Add("open by a click, again, ms", trial.OpenAgain.Median);
        table.Add("jump to the first message, ms", trial.Jump.Median);
        table.Add("search a rare word, from the page's question, ms", trial.Rare.Median - HistoryTrial.Pause);
        table.Add("search a word of every tenth, from the question, ms", trial.Common.Median - HistoryTrial.Pause);
        table.Add("PSS after all of it, MiB", trial.Memory.Proportional);
    }

    private static async Task MeetAsync(GrowthTable table, string place, int peers, CancellationToken cancellationToken)
    {
        string[] texts = [.. Enumerable.Range(1, peers * EachPeer).Select(i => $"Message {i} of many, about as long as what people write to each other on a day.")];
        using var crowd = Crowd.Create(peers);
        FanOut fanOut = await FanOut.PrepareAsync(place, crowd, texts, cancellationToken);
        table.Add("a message of theirs, durable, µs", 1e6 / await FanIn.RunAsync(place + "-in", crowd, texts, cancellationToken), "F1");
        table.Add("a message to them, acknowledged, µs", 1e6 / await fanOut.RunAsync(place + "-out", cancellationToken), "F1");
        Console.WriteLine($"{peers:N0} peers are done");
    }
}
