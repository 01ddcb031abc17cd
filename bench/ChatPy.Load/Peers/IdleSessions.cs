using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Wire;

namespace ChatPy.Load.Peers;

/// <summary>What a process holds for each that is connected and says nothing, in KiB of 2^10 bytes.</summary>
internal static class IdleSessions
{
    // Those who come before the first look: what a process takes once, for code and for handshakes, is no part of a session.
    private const int FewestBefore = 20, PartBefore = 4;

    /// <param name="directory">A new one.</param>
    /// <param name="sessions">How many.</param>
    /// <param name="rest">How long nobody does anything before each look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MemoryUse> OfChatPyAsync(string directory, int sessions, TimeSpan rest, CancellationToken cancellationToken)
    {
        int before = CountBefore(sessions), port = Ports.Take();
        using LoadProcess process = LoadProcess.Start(directory, port, settings: ManyPeers.Settings(before + sessions));
        await process.UntilAnswersAsync(cancellationToken);
        using Crowd first = Crowd.Create(before), others = Crowd.Create(sessions);
        await first.ConnectAsync($"127.0.0.1:{port}", cancellationToken);
        List<Task> standing = [.. first.Peers.Select(AnswerAsync)];
        MemoryUse few = await RestedAsync(process.Id, rest, cancellationToken);
        await others.ConnectAsync($"127.0.0.1:{port}", cancellationToken);
        standing.AddRange(others.Peers.Select(AnswerAsync));
        MemoryUse all = await RestedAsync(process.Id, rest, cancellationToken);
        if (standing.Find(static session => session.IsCompleted) is { } over) { throw new InvalidOperationException("A session has ended.", over.Exception); }

        process.Kill();
        await Task.WhenAll(standing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return PerSession(few, all, sessions);
    }

    /// <summary>The same of SslStream alone, with a read that waits and holds no buffer.</summary>
    public static async Task<MemoryUse> OfBareAsync(int sessions, TimeSpan rest, CancellationToken cancellationToken)
    {
        int before = CountBefore(sessions);
        using Answerer process = await Answerer.StartAsync(cancellationToken);
        using Crowd identities = Crowd.Create(before + sessions);
        var connected = new BareTls[before + sessions];
        async ValueTask ConnectAsync(int i, CancellationToken token) => connected[i] = await BareTls.ConnectAsync(process.TlsPort, identities.Identities[i], token);
        await Crowd.ForEachAsync(before, ConnectAsync, cancellationToken);
        MemoryUse few = await RestedAsync(process.Id, rest, cancellationToken);
        await Crowd.ForEachAsync(sessions, (i, token) => ConnectAsync(before + i, token), cancellationToken);
        MemoryUse all = await RestedAsync(process.Id, rest, cancellationToken);
        foreach (BareTls bare in connected) { bare.Dispose(); }
        return PerSession(few, all, sessions);
    }

    private static async Task<MemoryUse> RestedAsync(int process, TimeSpan rest, CancellationToken cancellationToken)
    {
        await Task.Delay(rest, cancellationToken);
        return MemoryUse.Of(process);
    }

    private static int CountBefore(int sessions) => Math.Max(FewestBefore, sessions / PartBefore);

    private static MemoryUse PerSession(MemoryUse few, MemoryUse all, int sessions) =>
        new((all.Resident - few.Resident) * 1024 / sessions, (all.Proportional - few.Proportional) * 1024 / sessions);

    // Who is asked whether it is still there says so, or the session ends.
    private static async Task AnswerAsync(RawPeer peer)
    {
        while (await peer.ReceiveAsync() is { } envelope)
        {
            if (envelope.KindCase == Envelope.KindOneofCase.Ping) { await peer.SendAsync(new Envelope { Pong = new Pong() }); }
        }
    }
}
