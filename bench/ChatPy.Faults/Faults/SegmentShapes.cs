using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// D7: the same lines in segments of every shape, from a ChatPy and from a plain program, arrive as the same messages. A cycle is a hundred
/// lines in each shape.
/// </summary>
internal sealed class SegmentShapes : IFault
{
    private const int LinesPerCycle = 100;
    private const double MessagesPerSecond = 400;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static readonly (SegmentShape Shape, bool MayGather)[] s_cells =
        [.. from shape in Enum.GetValues<SegmentShape>() from mayGather in (bool[])[false, true] select (shape, mayGather)];

    public string Id => "D7";

    public string Title => $"segments of one byte, as they come and coalesced to 64 KiB, each with Nagle's algorithm on and off, from a ChatPy and from a plain program; {LinesPerCycle} lines in each a cycle";

    public int Few => 9;

    public int Many => 100;

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(FaultRun run)
    {
        await using Node lea = run.CreateNode("lea", settings => settings with { ListenAddress = "127.0.0.2" }), tom = run.CreateNode("tom");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await using var relay = new Relay(tom.Address);
        tom.Settings = tom.Settings with { ReachedAt = "127.0.0.1", PeerPort = ((IPEndPoint)IPEndPoint.Parse(relay.Address)).Port };
        foreach ((SegmentShape shape, bool mayGather) in s_cells)
        {
            (relay.Shape, relay.MayGather) = (shape, mayGather);
            int lines = run.Cycles * LinesPerCycle;
            await TalkAsync(run, lines, lea, tom);
            await SayPlainlyAsync(run, lines, relay.Address, tom);
            run.Log($"{shape}, Nagle {(mayGather ? "on" : "off")}: {run.Verdict}");
        }

        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        await Integrity.CheckAsync(run, lea, tom);
    }

    private static async Task TalkAsync(FaultRun run, int lines, Node lea, Node tom)
    {
        await lea.ConnectAsync(tom, run.CancellationToken);
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond, " — élève, 学生, 🎓");
        while (lea.Ledger.AcceptedFor(tom.Name, Scope.New).Count < lines) { await Task.Delay(TimeSpan.FromMilliseconds(50), run.CancellationToken); }

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        run.Add(await Checker.SettleAsync(lea, tom, Scope.New, s_patience, run.CancellationToken));
    }

    private static async Task SayPlainlyAsync(FaultRun run, int lines, string address, Node tom)
    {
        ConversationId conversation = PlainConversations.Came("127.0.0.1", place: 1).Id;
        int before = (await tom.ReadAsync(conversation))!.Count;
        if (before > 0) { await tom.UntilLinkAsync(conversation, LinkState.Offline, run.CancellationToken); }

        string[] said = [.. Enumerable.Range(0, lines).Select(number => string.Create(CultureInfo.InvariantCulture, $"{before + number} — élève, 学生, 🎓"))];
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(address), run.CancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(said[0] + "\n"), run.CancellationToken);
        while ((await tom.ReadAsync(conversation))!.Count == before) { await Task.Delay(TimeSpan.FromMilliseconds(20), run.CancellationToken); }

        await tom.AcceptAsync(conversation);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(said[1..].Select(line => line + "\n"))), run.CancellationToken);
        long start = TimeProvider.System.GetTimestamp();
        string[] heard;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), run.CancellationToken);
            heard = [.. (await tom.ReadAsync(conversation))!.Skip(before).Select(row => row.Text)];
        }
        while (heard.Length < lines && TimeProvider.System.GetElapsedTime(start) < s_patience);

        if (!heard.SequenceEqual(said)) { run.Break($"{lines} plain lines were heard as {heard.Length}; the first that differs: {said.Zip(heard).FirstOrDefault(pair => pair.First != pair.Second)}"); }
    }
}
