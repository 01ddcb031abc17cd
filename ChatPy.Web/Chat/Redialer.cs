using System.Collections.Concurrent;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Sessions;

namespace ChatPy.Web.Chat;

/// <summary>
/// Dials again, for ever, every accepted peer that is away. It follows the snapshot like a page does: whoever is offline there
/// is dialled, with a growing and random pause; at once when the network or the disk comes back.
/// </summary>
internal sealed class Redialer(ChatStore chat, ConversationBook book, PeerHub hub, TimeProvider time, ILogger<Redialer> logger) : IDisposable
{
    private readonly ConcurrentDictionary<ConversationId, Task> _dialling = [];
    private CancellationTokenSource _pausing = new();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool wasSaving = true;
            await foreach (ChatSnapshot snapshot in chat.WatchAsync(cancellationToken))
            {
                bool isSaving = snapshot.Self.IsSaving;
                if (isSaving && !wasSaving) { DialNow(); }
                wasSaving = isSaving;
                foreach (Conversation away in snapshot.Conversations.Where(IsAway))
                {
                    _ = _dialling.GetOrAdd(away.Id, id => DialUntilBackAsync(id, cancellationToken));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) { logger.RedialingFailed(failure); }
    }

    /// <summary>Something has changed that the last attempts knew nothing of: all pauses end, and the next ones begin short.</summary>
    public void DialNow() => Interlocked.Exchange(ref _pausing, new CancellationTokenSource()).Cancel();

    /// <inheritdoc/>
    public void Dispose() => _pausing.Dispose();

    private static bool IsAway(Conversation conversation) => conversation is
    { Kind: ConversationKind.Direct, Trust: Trust.Accepted, Link: LinkState.Offline, Address: not null };

    private async Task DialUntilBackAsync(ConversationId id, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var backoff = new Backoff(Random.Shared);
        bool hasFailed = false;
        try
        {
            // The dial shows in the snapshot only after HELLO and WELCOME: until then the peer may be connected and look away.
            while (book.Find(id) is Conversation away && IsAway(away) && PeerAddress.TryParse(away.Address, 4242, out PeerAddress? address))
            {
                CancellationToken untilNow = _pausing.Token;
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, untilNow);
                try
                {
                    DialResult result = hub.IsConnected(away.Peer!.Value)
                        ? new DialResult(away.Peer)
                        : await hub.DialAsync(address, away.Peer, evenPlain: false, attempt.Token);
                    logger.Redialled(address, result.Failure?.ToString() ?? "a session");

                    // Reached at last: if that is lost soon, the next attempt is soon. Sessions that never last are not had every second.
                    if (result.Failure is null && hasFailed) { backoff.Reset(); }
                    hasFailed = result.Failure is not null;
                    TimeSpan pause = backoff.Next();
                    Task waiting = Task.Delay(pause, time, attempt.Token);
                    book.Show(id, shown => IsAway(shown) ? shown with { RetryAt = time.GetUtcNow() + pause } : shown);
                    await waiting;
                }
                catch (OperationCanceledException) when (untilNow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    backoff.Reset();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) { logger.RedialingFailed(failure); }
        finally { _dialling.TryRemove(id, out _); }
    }
}
