using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// C6: a history is replaced by an older copy of itself, on one side, on the other, on both (copies of different ages); or only its
/// write-ahead log is. The page must say so, and after "fetch back" nothing is missing that either machine still had.
/// </summary>
internal sealed class OldCopy : IFault
{
    private const int MostLanes = 2;
    private const double MessagesPerSecond = 50;
    private static readonly TimeSpan s_talk = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(60);
    private static readonly string[] s_files = ["history.db", "history.db-wal"];

    public string Id => "C6";

    public string Title => "an older copy of the history on one side, on the other, on both; an older write-ahead log beside the newest database";

    public int Few => 4;

    public int Many => 50;

    public Needs Needs => Needs.Nothing;

    public Task RunAsync(FaultRun run) => Lanes.RunAsync(run, MostLanes, async (_, cycles) =>
    {
        foreach (int cycle in cycles) { await GoBackAsync(run, cycle); }
    });

    private static async Task GoBackAsync(FaultRun run, int cycle)
    {
        await using Node lea = run.CreateNode($"lea{cycle}"), tom = run.CreateNode($"tom{cycle}");
        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await lea.ConnectAsync(tom, run.CancellationToken);
        await TalkAsync(run, lea, tom);
        bool isLea = cycle % 4 != 1, isTom = cycle % 4 is 1 or 2, isLogOnly = cycle % 4 == 3;
        if (isLea) { await CopyAndGoOnAsync(run, lea, tom); }
        if (isTom) { await CopyAndGoOnAsync(run, tom, lea); }

        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
        if (isLea) { Restore(lea, isLogOnly); }
        if (isTom) { Restore(tom, logOnly: false); }
        if (isLea && isTom) { await ForgetAsync(run, lea, tom); }

        await Task.WhenAll(lea.StartAsync(run.CancellationToken), tom.StartAsync(run.CancellationToken));
        await MeetAsync(run, lea, tom);
        await TalkAsync(run, lea, tom, settle: false);   // the two histories differ by what is yet to be fetched
        foreach ((Node restored, Node other) in (isLea, isTom) switch { (true, true) => [(lea, tom), (tom, lea)], (true, false) => [(lea, tom)], _ => (IEnumerable<(Node, Node)>)[(tom, lea)] })
        {
            await FetchBackAsync(run, restored, other);
        }

        Verdict verdict = await Checker.SettleAsync(lea, tom, Scope.Everything, s_settling, run.CancellationToken);
        run.Log($"{cycle}: {verdict}");
        run.Add(verdict);
        await Task.WhenAll(lea.KillAsync(), tom.KillAsync());
    }

    private static async Task TalkAsync(FaultRun run, Node lea, Node tom, bool settle = true)
    {
        IReadOnlyList<Traffic> traffic = Traffic.Between(lea, tom, MessagesPerSecond);
        await Task.Delay(s_talk + run.Draw(s_talk), run.CancellationToken);
        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        if (settle) { await Checker.SettleAsync(lea, tom, Scope.New, s_settling, run.CancellationToken); }
    }

    private static async Task CopyAndGoOnAsync(FaultRun run, Node node, Node other)
    {
        await node.KillAsync();
        foreach (string file in s_files.Where(file => File.Exists(PathOf(node, file)))) { File.Copy(PathOf(node, file), PathOf(node, "old-" + file)); }

        await node.StartAsync(run.CancellationToken);
        await MeetAsync(run, node, other);
        await TalkAsync(run, node, other);
    }

    private static void Restore(Node node, bool logOnly)
    {
        File.Delete(PathOf(node, "history.db-shm"));
        foreach (string file in s_files.Where(file => !logOnly || file.EndsWith("-wal", StringComparison.Ordinal)))
        {
            File.Delete(PathOf(node, file));
            if (File.Exists(PathOf(node, "old-" + file))) { File.Move(PathOf(node, "old-" + file), PathOf(node, file)); }
        }
    }

    // What was written after both copies is on no disk any more; nobody can bring it back, and nobody could know of it.
    private static async Task ForgetAsync(FaultRun run, Node lea, Node tom)
    {
        HashSet<Guid> kept = [.. await Integrity.ReadIdsAsync(run, lea), .. await Integrity.ReadIdsAsync(run, tom)];
        lea.Ledger.Forget(tom.Name, lea.Ledger.AcceptedFor(tom.Name, Scope.Everything).Where(id => !kept.Contains(id)).ToHashSet());
        tom.Ledger.Forget(lea.Name, tom.Ledger.AcceptedFor(lea.Name, Scope.Everything).Where(id => !kept.Contains(id)).ToHashSet());
    }

    // A history that was moved aside knows nobody: then the other one dials, and the person there accepts.
    private static async Task MeetAsync(FaultRun run, Node lea, Node tom)
    {
        await Task.WhenAll(lea.UntilLinkAsync(tom, LinkState.Secure, run.CancellationToken), tom.UntilLinkAsync(lea, LinkState.Secure, run.CancellationToken));
        foreach ((Node one, Node other) in ((Node, Node)[])[(lea, tom), (tom, lea)]) { await one.AcceptAsync(ConversationId.Direct(one.PeerId, other.PeerId)); }
    }

    // The page must offer it if anything is missing. An older log beside the newest database may also have changed nothing.
    private static async Task FetchBackAsync(FaultRun run, Node node, Node other)
    {
        if (!node.Ledger.AcceptedFor(other.Name, Scope.Everything).Except(await Integrity.ReadIdsAsync(run, node)).Any()) { return; }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
        patience.CancelAfter(s_settling);
        try { await node.UntilSetbacksAsync(other, IsFetchable, patience.Token); }
        catch (OperationCanceledException) when (!run.CancellationToken.IsCancellationRequested)
        {
            run.Break($"the page of {node.Name} says nothing of its old history\n{node.Output}");
            return;
        }

        long start = TimeProvider.System.GetTimestamp();
        await node.FetchBackAsync(other);
        await node.UntilSetbacksAsync(other, kinds => !IsFetchable(kinds), run.CancellationToken);
        run.Figures.Add("fetched back", TimeProvider.System.GetElapsedTime(start));
    }

    private static bool IsFetchable(string kinds) => kinds.Contains("Here", StringComparison.Ordinal);

    private static string PathOf(Node node, string file) => Path.Combine(node.Settings.DataDirectory, file);
}
