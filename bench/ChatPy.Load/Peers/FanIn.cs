using System.Buffers;
using System.Diagnostics;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Entry = ChatPy.Web.Chat.Entry;

namespace ChatPy.Load.Peers;

/// <summary>Many peers write to one ChatPy at once.</summary>
internal static class FanIn
{
    /// <param name="directory">A new one.</param>
    /// <param name="crowd">Who writes.</param>
    /// <param name="texts">What is written, the same number by each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Messages/s, until the last one is committed and acknowledged.</returns>
    public static async Task<double> RunAsync(string directory, Crowd crowd, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        int port = Ports.Take();
        using LoadProcess receiver = LoadProcess.Start(directory, port, settings: ManyPeers.Settings(crowd.Identities.Count));
        await receiver.UntilAnswersAsync(cancellationToken);
        await crowd.ConnectAsync($"127.0.0.1:{port}", cancellationToken);
        string[][] each = [.. texts.Chunk(texts.Count / crowd.Identities.Count)];
        byte[][] frames = [.. crowd.Peers.Select((peer, i) => Encode(peer, each[i]))];

        long start = Stopwatch.GetTimestamp();
        await crowd.AllAsync(async (peer, i) =>
        {
            await peer.SendAsync(frames[i]);
            await UntilAcknowledgedAsync(peer, each[i].Length);
        });
        double rate = texts.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var committed = LogProbe.AllCommitted(directory);
        ManyPeers.RequireAll(committed, texts.Count);
        crowd.Leave();
        return rate;
    }

    private static byte[] Encode(RawPeer peer, string[] texts)
    {
        var output = new ArrayBufferWriter<byte>();
        var epoch = Guid.NewGuid();
        for (int i = 0; i < texts.Length; i++)
        {
            EnvelopeCodec.Write(output, new Entry
            {
                Conversation = ConversationId.FromBytes(peer.Position!.Conversation.Span),
                Author = peer.Id,
                Epoch = epoch,
                Sequence = i + 1,
                Id = Guid.CreateVersion7(),
                Clock = LogClock.At(DateTimeOffset.UtcNow),
                Text = texts[i],
            }.ToEnvelope());
        }

        return output.WrittenSpan.ToArray();
    }

    private static async Task UntilAcknowledgedAsync(RawPeer peer, int messages)
    {
        for (ulong acknowledged = 0; acknowledged < (ulong)messages;)
        {
            Envelope envelope = await peer.ReceiveAsync() ?? throw new InvalidOperationException($"The session ended after {acknowledged} acknowledgements.");
            if (envelope.KindCase == Envelope.KindOneofCase.Acknowledgement) { acknowledged = envelope.Acknowledgement.Sequence; }
        }
    }
}
