using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>
/// C10: what can stand in the way of a start: a port in use, a data directory in use or read-only, no home. ChatPy says what to do and ends
/// with 2. And a process that ran out of files accepts again once it has some. A cycle is one of each.
/// </summary>
internal sealed class BadStart : IFault
{
    private const int CannotStart = 2;
    private const int FewFiles = 64;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_acceptsAgain = TimeSpan.FromSeconds(2);

    public string Id => "C10";

    public string Title => "page port in use, peer port in use, data directory in use, read-only or without a home; all files used up";

    public int Few => 2;

    public int Many => 20;

    public Needs Needs => Needs.Linux | Needs.Root;

    public async Task RunAsync(FaultRun run)
    {
        await using Node lea = run.CreateNode("lea");
        await lea.StartAsync(run.CancellationToken);
        await using SmallDisk readOnly = await SmallDisk.CreateAsync(Path.Combine(run.WorkDirectory, "read-only"), megabytes: 1, "ro");
        for (int cycle = 0; cycle < run.Cycles; cycle++)
        {
            NodeSettings tom = new("tom", Path.Combine(run.WorkDirectory, $"tom{cycle}"));
            await RefusesAsync(run, "page port in use", tom with { PagePort = lea.Settings.PagePort }, $"{lea.Settings.PagePort}");
            await RefusesAsync(run, "peer port in use", tom with { PeerPort = lea.Settings.PeerPort }, $"{lea.Settings.PeerPort}");
            await RefusesAsync(run, "data directory in use", tom with { DataDirectory = lea.Settings.DataDirectory }, lea.Settings.DataDirectory);
            await RefusesAsync(run, "read-only data directory", tom with { DataDirectory = Path.Combine(readOnly.Path, "tom") }, readOnly.Path);
            await RefusesAsync(run, "no home", tom with { DataDirectory = "", Environment = Homeless() }, "ChatPy:DataDirectory");
            await RunOutOfFilesAsync(run, lea);
            run.Log($"{cycle + 1} of each; {run.Figures}");
        }
    }

    private static async Task RefusesAsync(FaultRun run, string why, NodeSettings settings, string mustName)
    {
        long start = TimeProvider.System.GetTimestamp();
        using Process process = ChatPyProgram.Start(settings, socket: null);
        Task<string> said = process.StandardOutput.ReadToEndAsync(run.CancellationToken), complained = process.StandardError.ReadToEndAsync(run.CancellationToken);
        try { await process.WaitForExitAsync(run.CancellationToken).WaitAsync(s_patience, run.CancellationToken); }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            run.Break($"{why}: it runs");
            return;
        }

        run.Figures.Add("refused to start", TimeProvider.System.GetElapsedTime(start));
        string output = await said + await complained;
        bool isClear = output.Contains("ChatPy cannot start", StringComparison.Ordinal) && output.Contains(mustName, StringComparison.Ordinal) && !output.Contains("   at ", StringComparison.Ordinal);
        if (process.ExitCode != CannotStart || !isClear) { run.Break($"{why}: exit code {process.ExitCode}\n{output}"); }
    }

    private static async Task RunOutOfFilesAsync(FaultRun run, Node node)
    {
        string limit = (await Command.RunAsync("prlimit", "--pid", $"{node.ProcessId}", "--nofile", "--raw", "--noheadings", "--output", "SOFT")).Trim();
        await LimitFilesAsync(node, $"{FewFiles}");
        using (var unheard = new TcpClient())
        {
            await unheard.ConnectAsync(IPEndPoint.Parse(node.Address), run.CancellationToken);   // the kernel takes it; ChatPy cannot
            await Task.Delay(run.Draw(TimeSpan.FromSeconds(2)), run.CancellationToken);
        }

        if (!node.IsUp) { throw new InvalidOperationException($"Out of files, it died:\n{node.Output}"); }
        await LimitFilesAsync(node, limit);
        long start = TimeProvider.System.GetTimestamp();
        (await RawPeer.ConnectAsync(node.Address)).Dispose();
        run.Measure("accepts again", TimeProvider.System.GetElapsedTime(start), s_acceptsAgain);
    }

    private static Task<string> LimitFilesAsync(Node node, string limit) => Command.RunAsync("prlimit", "--pid", $"{node.ProcessId}", $"--nofile={limit}:");

    private static Dictionary<string, string> Homeless() => new() { ["HOME"] = "/dev/null/nowhere", ["XDG_DATA_HOME"] = "", ["XDG_CONFIG_HOME"] = "" };
}
