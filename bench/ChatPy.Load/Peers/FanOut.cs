using System.Diagnostics;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load.Peers;

/// <summary>One ChatPy that has written to many peers while none was there, and then all come.</summary>
/// <param name="Directory">What it keeps; each run starts from a copy.</param>
/// <param name="Me">Who it is.</param>
/// <param name="Crowd">To whom it has written.</param>
/// <param name="Messages">How many to each.</param>
internal sealed record FanOut(string Directory, PeerId Me, Crowd Crowd, int Messages)
{
    // A peer acknowledges what it committed together.
    private const int AcknowledgedTogether = 25;

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>Writes all of it; only fsync is left out.</summary>
    /// <param name="directory">A new one.</param>
    /// <param name="crowd">To whom.</param>
    /// <param name="texts">What, the same number to each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FanOut> PrepareAsync(string directory, Crowd crowd, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using IHost host = HeadlessChatPy.Build(directory, 0, new Durability("OFF"));
        SqliteMessageStore store = host.Services.GetRequiredService<SqliteMessageStore>();
        PeerId me = host.Services.GetRequiredService<ConversationBook>().Me;
        int messages = texts.Count / crowd.Identities.Count;
        foreach ((string[] each, int i) in texts.Chunk(messages).Select(static (each, i) => (each, i)))
        {
            var peer = PeerId.Of(crowd.Identities[i]);
            var conversation = ConversationId.Direct(me, peer);
            await store.SaveConversationAsync(
                new StoredConversation { Id = conversation, Kind = ConversationKind.Direct, Title = $"Peer {i}", Peer = peer, Trust = Trust.Accepted, CreatedAt = DateTimeOffset.UtcNow },
                cancellationToken);
            await Task.WhenAll(each.Select(text => store.AppendAsync(conversation, me, new Draft(Guid.CreateVersion7(), text), cancellationToken)));
        }

        await ((IAsyncDisposable)host).DisposeAsync();
        return new FanOut(directory, me, crowd, messages);
    }

    /// <returns>Messages/s, until the last one is acknowledged and that is written down.</returns>
    public async Task<double> RunAsync(string copy, CancellationToken cancellationToken)
    {
        Backlog.Copy(Directory, copy);
        int port = Ports.Take(), all = Crowd.Identities.Count * Messages;
        using LoadProcess sender = LoadProcess.Start(copy, port, settings: ManyPeers.Settings(Crowd.Identities.Count));
        await sender.UntilAnswersAsync(cancellationToken);
        await Crowd.ConnectAsync($"127.0.0.1:{port}", cancellationToken);
        using var acknowledged = LogProbe.AllAcknowledged(copy);

        long start = Stopwatch.GetTimestamp();
        await Crowd.AllAsync((peer, _) => TakeAsync(peer));
        while (acknowledged.Read() < all)
        {
            sender.ThrowIfOver();
            await Task.Delay(s_lookEvery, cancellationToken);
        }

        double rate = all / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Crowd.Leave();
        return rate;
    }

    // "I have nothing of your log": then all of it comes.
    private async Task TakeAsync(RawPeer peer)
    {
        ByteString conversation = peer.Position!.Conversation, author = ByteString.CopyFrom(Me.ToByteArray());
        await peer.SendAsync(new Envelope { Position = new Position { Conversation = conversation, Author = author } });
        for (ulong taken = 0; taken < (ulong)Messages;)
        {
            Envelope envelope = await peer.ReceiveAsync() ?? throw new InvalidOperationException($"The session ended after {taken} messages.");
            if (envelope.KindCase != Envelope.KindOneofCase.Entry) { continue; }
            if (envelope.Entry.Sequence != ++taken) { throw new InvalidOperationException($"Entry {envelope.Entry.Sequence} came where {taken} must."); }
            if (taken % AcknowledgedTogether != 0 && taken != (ulong)Messages) { continue; }

            await peer.SendAsync(new Envelope
            {
                Acknowledgement = new Acknowledgement { Conversation = conversation, Author = author, Epoch = envelope.Entry.Epoch, Sequence = taken },
            });
        }
    }
}
