using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;

namespace ChatPy.Faults.Faults;

/// <summary>L5: a peer that never reads, while a person writes to it. It is closed; what was written waits, and goes out when it comes back. A cycle is a thousand messages.</summary>
internal sealed class DeafPeer : IFault
{
    private const int MessagesPerCycle = 1000;
    private const int AtOnce = 64;
    private const int MostMegabytes = 16;

    /// <summary>A window of entries fits into the buffers of both machines: it is its silence that gives the peer away.</summary>
    private static readonly TimeSpan s_closed = TimeSpan.FromSeconds(46);

    public string Id => "L5";

    public string Title => $"a peer that never reads, while {MessagesPerCycle:N0} messages a cycle are written to it: memory, when it is closed, and what waits for it";

    public int Few => 0;

    public int Many => 100;

    public Needs Needs => Needs.Linux;

    public async Task RunAsync(FaultRun run)
    {
        await using Node node = run.CreateNode("node");
        await node.StartAsync(run.CancellationToken);
        using X509Certificate2 identity = RawPeer.CreateIdentity();
        int messages = run.Cycles * MessagesPerCycle;
        using (RawPeer deaf = await RawPeer.HandshakeAsync(node.Address, identity: identity))
        {
            var conversation = ConversationId.Direct(deaf.Id, node.PeerId);
            await node.AcceptAsync(conversation);
            await AskAsync(deaf, conversation, node.PeerId);
            await WriteAsync(node, conversation, AtOnce, "first ");   // what is used once at the first message is not the peer's fault
            await using MemoryWatch memory = new(node.ProcessId);
            long start = TimeProvider.System.GetTimestamp();
            Task closed = node.UntilLinkAsync(conversation, LinkState.Offline, run.CancellationToken);
            Task closing = Task.Run(async () =>
            {
                await closed;
                run.Measure("closed", TimeProvider.System.GetElapsedTime(start), s_closed);
            });
            await WriteAsync(node, conversation, messages - AtOnce, "more ");
            await closing.WaitAsync(TimeSpan.FromMinutes(2), run.CancellationToken);
            run.Figures.Note("memory", memory.ToString());
            if (memory.GrownMegabytes > MostMegabytes) { run.Break($"memory: {memory}"); }
        }

        using RawPeer back = await RawPeer.HandshakeAsync(node.Address, identity: identity);
        await AskAsync(back, ConversationId.Direct(back.Id, node.PeerId), node.PeerId);
        ulong next = 1;
        while (next <= (ulong)messages && await back.ReceiveAsync() is Envelope envelope)
        {
            if (envelope.KindCase != Envelope.KindOneofCase.Entry) { continue; }
            if (envelope.Entry.Sequence != next) { run.Break($"entry {envelope.Entry.Sequence} came where {next} must"); }
            if (next % AtOnce == 0 || next == (ulong)messages)
            {
                await back.SendAsync(new Envelope { Acknowledgement = new Acknowledgement { Conversation = envelope.Entry.Conversation, Author = envelope.Entry.Author, Epoch = envelope.Entry.Epoch, Sequence = next } });
            }

            next++;
        }

        run.Figures.Note("waited for it", string.Create(CultureInfo.InvariantCulture, $"{next - 1:N0} of {messages:N0}"));
        if (next - 1 != (ulong)messages) { run.Break("what was written did not wait for it"); }
    }

    // It has nothing of the log yet: from here on entries come.
    private static Task AskAsync(RawPeer peer, ConversationId conversation, PeerId author) => peer.SendAsync(new Envelope
    {
        Position = new Position { Conversation = ByteString.CopyFrom(conversation.ToByteArray()), Author = ByteString.CopyFrom(author.ToByteArray()) },
    });

    private static async Task WriteAsync(Node node, ConversationId conversation, int messages, string text)
    {
        for (int written = 0; written < messages; written += AtOnce)
        {
            SendResult?[] results = await Task.WhenAll(Enumerable.Range(written, Math.Min(AtOnce, messages - written))
                .Select(number => node.SendAsync(conversation, Guid.CreateVersion7(), text + number.ToString(CultureInfo.InvariantCulture))));
            if (results.FirstOrDefault(result => result != SendResult.Stored) is SendResult refused) { throw new InvalidOperationException($"A message was refused: {refused}."); }
        }
    }
}
