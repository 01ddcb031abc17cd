using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatPy.Transport.Plain;

namespace ChatPy.Web.Chat;

/// <summary>The conversations that have a connection now, and how to wake them.</summary>
internal sealed class Links
{
    private readonly ConcurrentDictionary<ConversationId, ILink> _live = [];

    /// <summary>All that are connected.</summary>
    public IEnumerable<ILink> All => _live.Values;

    public ILink? Find(ConversationId id) => _live.GetValueOrDefault(id);

    public bool TryAdd(ILink link) => _live.TryAdd(link.Conversation, link);

    public void Remove(ILink link) => _live.TryRemove(KeyValuePair.Create(link.Conversation, link));

    /// <summary>There is something new in my log of this conversation: send it.</summary>
    /// <param name="id">Which conversation.</param>
    /// <param name="stored">What is new, if it is one entry and at hand.</param>
    public void Ring(ConversationId id, Entry? stored = null) => Find(id)?.Ring(stored);
}

/// <summary>One connection as the rest of the chat sees it.</summary>
internal interface ILink
{
    ConversationId Conversation { get; }

    /// <summary>My log has grown, by <paramref name="stored"/> where that is at hand.</summary>
    void Ring(Entry? stored);

    /// <summary>Ends the connection because the person wants it.</summary>
    Task LeaveAsync();

    /// <summary>My name has changed.</summary>
    Task RenameAsync(string nickname, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The peer was accepted: what it holds back may come.</summary>
    Task AcceptedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The person here has read on.</summary>
    Task ReadAsync() => Task.CompletedTask;

    /// <summary>The person here came or went.</summary>
    Task PresenceAsync() => Task.CompletedTask;

    /// <summary>The person here is writing in this conversation, or has stopped.</summary>
    Task TypingAsync(bool isActive) => Task.CompletedTask;

    /// <summary>What the peer still has of my log shall come back.</summary>
    Task FetchBackAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The person knows better how the plain peer marks the end of a message.</summary>
    void Override(Dialect dialect) { }
}

/// <summary>Wakes a loop; rung many times while it works, it wakes once more.</summary>
internal sealed class Bell
{
    // The loop goes on in the thread that rings: to wake another one takes longer than what there is to do until it waits again.
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, AllowSynchronousContinuations = true });

    public void Ring() => _channel.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}
