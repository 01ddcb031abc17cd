using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ChatPy.Web.Chat;

/// <summary>The one mutable place: an immutable snapshot and a bell for each watcher. Only ChatService writes it.</summary>
public sealed class ChatStore
{
    private readonly Lock _gate = new();
    private ChatSnapshot _current = ChatSnapshot.Empty;
    private ImmutableArray<Channel<bool>> _bells = [];

    /// <summary>Everything pages may see, now.</summary>
    public ChatSnapshot Current => Volatile.Read(ref _current);

    /// <summary>How many pages follow; a page that is gone must not be counted.</summary>
    public int Watchers => _bells.Length;

    /// <summary>Puts <paramref name="change"/> of the snapshot in its place and rings every bell.</summary>
    public void Apply(Func<ChatSnapshot, ChatSnapshot> change)
    {
        ArgumentNullException.ThrowIfNull(change);

        lock (_gate)
        {
            ChatSnapshot changed = change(_current);
            if (ReferenceEquals(changed, _current)) { return; }
            Volatile.Write(ref _current, changed);
        }

        // A bell carries nothing, so a burst may ring it once: whoever wakes reads what is current then.
        foreach (Channel<bool> bell in _bells) { bell.Writer.TryWrite(true); }
    }

    /// <summary>The current snapshot, then the newest one after each change. A slow watcher skips snapshots, never the last.</summary>
    public async IAsyncEnumerable<ChatSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        ImmutableInterlocked.Update(ref _bells, static (all, mine) => all.Add(mine), bell);   // register, then read
        try
        {
            yield return Current;
            await foreach (bool _ in bell.Reader.ReadAllAsync(cancellationToken)) { yield return Current; }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _bells, static (all, mine) => all.Remove(mine), bell);
        }
    }
}
