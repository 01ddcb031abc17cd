using System.Collections.Concurrent;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Sessions;

namespace ChatPy.Web.Chat;

/// <summary>
/// Dials again, for ever, every accepted peer that is away. It follows the snapshot like a page does: whoever is offline there
/// is dialled, with a growing and random pause.
/// </summary>
internal sealed class Redialer(ChatStore chat, ConversationBook book, PeerHub hub, TimeProvider time, ILogger<Redialer> logger)
{
    private readonly ConcurrentDictionary<ConversationId, Task> _dialling = [];

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ChatSnapshot snapshot in chat.WatchAsync(cancellationToken))
            {
                foreach (Conversation away in snapshot.Conversations.Where(IsAway))
                {
                    _ = _dialling.GetOrAdd(away.Id, id => DialUntilBackAsync(id, cancellationToken));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) { logger.RedialingFailed(failure); }
    }

    private static bool IsAway(Conversation conversation) => conversation is
    { Kind: ConversationKind.Direct, Trust: Trust.Accepted, Link: LinkState.Offline, Address: not null };

    private async Task DialUntilBackAsync(ConversationId id, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var backoff = new Backoff(Random.Shared);
        try
        {
            // The dial shows in the snapshot only after HELLO and WELCOME: until then the peer may be connected and look away.
            while (book.Find(id) is Conversation away && IsAway(away) && PeerAddress.TryParse(away.Address, 4242, out PeerAddress? address))
            {
                DialResult result = hub.IsConnected(away.Peer!.Value)
                    ? new DialResult(away.Peer)
                    : await hub.DialAsync(address, away.Peer, evenPlain: false, cancellationToken);
                logger.Redialled(address, result.Failure?.ToString() ?? "a session");

                TimeSpan pause = backoff.Next();
                if (result.Failure is not null) { book.Show(id, shown => shown with { RetryAt = time.GetUtcNow() + pause }); }
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) { logger.RedialingFailed(failure); }
        finally { _dialling.TryRemove(id, out _); }
    }
}
