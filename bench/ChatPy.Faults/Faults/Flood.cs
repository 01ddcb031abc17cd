using System.Buffers;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Entry = ChatPy.Web.Chat.Entry;

namespace ChatPy.Faults.Faults;

/// <summary>L4: an accepted peer sends long messages as fast as TCP takes them, beside a decent one. A cycle is a thousand messages.</summary>
internal sealed class Flood : IFault
{
    private const int MessagesPerCycle = 1000;
    private const int MessageBytes = 10 * 1024;
    private const int MostMegabytes = 64;
    private const string Other = "the other's messages shown after";
    private static readonly TimeSpan s_others = TimeSpan.FromSeconds(1);

    public string Id => "L4";

    public string Title => $"a flood of {MessageBytes / 1024} KiB messages as fast as TCP goes, {MessagesPerCycle:N0} a cycle, beside a decent peer: memory, and the other's messages";

    public int Few => 0;

    public int Many => 100;

    public Needs Needs => Needs.Linux;

    public async Task RunAsync(FaultRun run)
    {
        await using Node victim = run.CreateNode("victim"), friend = run.CreateNode("friend");
        await Task.WhenAll(victim.StartAsync(run.CancellationToken), friend.StartAsync(run.CancellationToken));
        await friend.ConnectAsync(victim, run.CancellationToken);
        using X509Certificate2 identity = RawPeer.CreateIdentity();
        using RawPeer peer = await RawPeer.HandshakeAsync(victim.Address, identity: identity);
        var conversation = ConversationId.Direct(peer.Id, victim.PeerId);
        await victim.AcceptAsync(conversation);

        IReadOnlyList<Traffic> traffic = Traffic.Between(friend, victim, perSecond: 20);
        await Task.Delay(TimeSpan.FromSeconds(2), run.CancellationToken);
        await using MemoryWatch memory = new(victim.ProcessId);
        long start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(SendAsync(run, peer, conversation), UntilAcknowledgedAsync(run, peer));
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        int count = friend.Ledger.AcceptedFor(victim.Name, Scope.Everything).Count;
        await Task.WhenAll(traffic.Select(writer => writer.StopAsync()));

        run.Add(await Checker.SettleAsync(friend, victim, Scope.Everything, TimeSpan.FromSeconds(30), run.CancellationToken));
        foreach (TimeSpan delay in friend.Ledger.NewestDelaysTo(victim.Name, victim.Ledger, count)) { run.Figures.Add(Other, delay); }

        run.Judge($"99 % of {Other}", run.Figures.Percentile(Other, 0.99)!.Value, s_others);
        long stored = await Integrity.CountAsync(run, victim, conversation);   // a gigabyte of texts is not read for that
        run.Figures.Note("flood", string.Create(CultureInfo.InvariantCulture, $"{stored:N0} stored, {stored / took.TotalSeconds:F0}/s"));
        run.Figures.Note("memory", memory.ToString());
        if (stored != run.Cycles * MessagesPerCycle) { run.Break($"{run.Cycles * MessagesPerCycle:N0} were acknowledged, {stored:N0} are there"); }
        if (memory.GrownMegabytes > MostMegabytes) { run.Break($"memory: {memory}"); }
    }

    private static async Task SendAsync(FaultRun run, RawPeer peer, ConversationId conversation)
    {
        var (epoch, text) = (Guid.NewGuid(), new string('x', MessageBytes));
        var output = new ArrayBufferWriter<byte>();
        for (long sequence = 1; sequence <= run.Cycles * (long)MessagesPerCycle; sequence++)
        {
            EnvelopeCodec.Write(output, new Entry
            {
                Conversation = conversation,
                Author = peer.Id,
                Epoch = epoch,
                Sequence = sequence,
                Id = Guid.CreateVersion7(),
                Clock = LogClock.At(DateTimeOffset.UtcNow),
                Text = text,
            }.ToEnvelope());
            await peer.SendAsync(output.WrittenMemory);
            output.ResetWrittenCount();
        }
    }

    private static async Task UntilAcknowledgedAsync(FaultRun run, RawPeer peer)
    {
        for (ulong acknowledged = 0; acknowledged < (ulong)run.Cycles * MessagesPerCycle;)
        {
            Envelope envelope = await peer.ReceiveAsync() ?? throw new InvalidOperationException($"The session ended after {acknowledged:N0} acknowledgements.");
            if (envelope.KindCase == Envelope.KindOneofCase.Acknowledgement) { acknowledged = envelope.Acknowledgement.Sequence; }
        }
    }
}
