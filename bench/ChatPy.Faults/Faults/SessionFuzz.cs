using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>
/// F2: peers that shake hands as they should and then send what they like, in any order, beside a decent peer that must not notice. A model of
/// the rules says after each sequence how far the log was taken and whether the session had to end. A cycle is a session.
/// </summary>
internal sealed class SessionFuzz : IFault
{
    private const int MostLanes = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_mustClose = TimeSpan.FromSeconds(1);

    public string Id => "F2";

    public string Title => "hostile sessions after a valid handshake, against a model of the rules, beside a decent peer";

    public int Few => 200;

    public int Many => 50_000;

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(FaultRun run)
    {
        await using Node victim = run.CreateNode("victim"), friend = run.CreateNode("friend");
        await Task.WhenAll(victim.StartAsync(run.CancellationToken), friend.StartAsync(run.CancellationToken));
        await friend.ConnectAsync(victim, run.CancellationToken);
        int process = victim.ProcessId;
        IReadOnlyList<Traffic> traffic = Traffic.Between(friend, victim, perSecond: 20);

        long sent = 0;
        await Lanes.RunAsync(run, MostLanes, async (lane, cycles) =>
        {
            using X509Certificate2 identity = RawPeer.CreateIdentity();
            var model = new SessionModel(PeerId.Of(identity), victim.PeerId, new Random(run.Seed + lane));
            await MeetAsync(victim, identity, model);
            foreach (int cycle in cycles)
            {
                Interlocked.Add(ref sent, await AttackAsync(run, victim, identity, model));
                if (cycle % 1000 == 999) { run.Log($"{cycle + 1} sessions; {run.Figures}"); }
            }
        });

        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));
        run.Add(await Checker.SettleAsync(friend, victim, Scope.Everything, TimeSpan.FromSeconds(30), run.CancellationToken));
        run.Figures.Note("envelopes", sent.ToString("N0", CultureInfo.InvariantCulture));
        if (!victim.IsUp || victim.ProcessId != process) { run.Break($"the process died:\n{victim.Output}"); }
        if (friend.LinkTo(victim) != LinkState.Secure) { run.Break("the decent peer lost its session"); }
    }

    // A stranger's log is only taken so far: somebody at the victim accepts this one.
    private static async Task MeetAsync(Node victim, X509Certificate2 identity, SessionModel model)
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(victim.Address, identity: identity);
        await victim.AcceptAsync(model.Conversation);
    }

    private static async Task<int> AttackAsync(FaultRun run, Node victim, X509Certificate2 identity, SessionModel model)
    {
        using RawPeer peer = await RawPeer.HandshakeAsync(victim.Address, identity: identity);
        model.Begin(peer.Position!);
        int sent = 0;
        byte[] stream = model.Draw(out IReadOnlyList<string> steps, out bool isBreach, out int envelopes);
        sent += envelopes;
        try { await peer.SendAsync(stream); }
        catch (IOException) when (isBreach) { /* closed while we were still talking: as it should be */ }

        long start = TimeProvider.System.GetTimestamp();
        ulong acknowledged = peer.Position!.Epoch.Span.SequenceEqual(model.Epoch.Span) ? peer.Position.Sequence : 0;
        Goodbye.Types.Reason? farewell = null;
        bool isOpen = false;
        while (TimeProvider.System.GetElapsedTime(start) < s_patience && await peer.ReceiveAsync() is Envelope envelope)
        {
            if (envelope.KindCase == Envelope.KindOneofCase.Acknowledgement && envelope.Acknowledgement.Epoch.Span.SequenceEqual(model.Epoch.Span)) { acknowledged = Math.Max(acknowledged, envelope.Acknowledgement.Sequence); }
            if (envelope.KindCase == Envelope.KindOneofCase.Goodbye) { farewell = envelope.Goodbye.Reason; }
            if (envelope.KindCase == Envelope.KindOneofCase.Pong && !isBreach && acknowledged >= model.Expected)
            {
                isOpen = true;
                break;
            }

            // What was taken is acknowledged when it is on disk, which may be after the answer to a ping.
            if (envelope.KindCase is Envelope.KindOneofCase.Pong or Envelope.KindOneofCase.Acknowledgement && !isBreach) { await peer.SendAsync(new Envelope { Ping = new Ping() }); }
        }

        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        string story = $"{string.Join(", ", steps)}; {took.TotalSeconds:F2} s";
        if (isBreach && farewell != Goodbye.Types.Reason.Protocol) { run.Break($"a breach ended with {farewell?.ToString() ?? "silence"}: {story}"); }
        if (isBreach) { run.Figures.Add("closed", took); }
        if (isBreach && took > s_mustClose) { run.Figures.Add("closed late", took); }
        if (!isBreach && !isOpen) { run.Break($"a decent session was ended with {farewell?.ToString() ?? "silence"}: {story}"); }
        if (acknowledged > model.Expected) { run.Break($"{acknowledged} acknowledged, {model.Expected} sent: {story}"); }
        return sent;
    }
}
