using System.Reflection;
using ChatPy.Faults.Nodes;
using ChatPy.Tests.Support;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Entry = ChatPy.Web.Chat.Entry;
using Kind = ChatPy.Transport.Wire.Envelope.KindOneofCase;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A text that comes alone, from a peer made by hand, while the disk takes its time.</summary>
public sealed class ShownAheadTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TaskCompletionSource<bool> _disk = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChatNode _node = null!;
    private RawPeer _peer = null!;
    private ConversationId _id;

    public async ValueTask InitializeAsync()
    {
        _node = await ChatNode.StartAsync(_directory.Path, "Anna", change: services => services.AddSingleton(
            provider => StoreOnASlowDisk.Of(provider.GetRequiredService<SqliteMessageStore>(), _disk.Task)));
        _peer = await RawPeer.HandshakeAsync(_node.Address);
        _id = ConversationId.Direct(_node.Store.Current.Self.PeerId, _peer.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _node.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Text_OnItsWayToTheDisk_IsOnTheScreenAndNotAcknowledged()
    {
        await _peer.SendAsync(_peer.FirstEntry(_id));
        ChatSnapshot shown = await _node.WaitForAsync(snapshot => snapshot.Find(_id)?.Last is { Text: "salut" });
        Assert.Equal(1, shown.Find(_id)!.Unread);

        await _peer.SendAsync(new Envelope { Ping = new Ping() });
        Assert.Equal(Kind.Pong, (await _peer.ReceiveAsync())!.KindCase);

        _disk.SetResult(true);
        Assert.Equal(1UL, (await _peer.ReceiveAsync())!.Acknowledgement.Sequence);
        Assert.Equal(("salut", 1), (_node.Store.Current.Find(_id)!.Recent.Single().Text, _node.Store.Current.Find(_id)!.Unread));
    }

    [Fact]
    public async Task Text_ThatTheDiskDoesNotTake_LeavesTheScreenAndIsNeverAcknowledged()
    {
        await _peer.SendAsync(_peer.FirstEntry(_id));
        await _node.WaitForAsync(snapshot => snapshot.Find(_id)?.Last is { Text: "salut" });

        _disk.SetResult(false);

        ChatSnapshot after = await _node.WaitForAsync(snapshot => snapshot.Self.Trouble == Trouble.NotSaving);
        Assert.Equal((0, 0), (after.Find(_id)!.Recent.Count, after.Find(_id)!.Unread));
        for (Envelope? came = await _peer.ReceiveAsync(); came is not null; came = await _peer.ReceiveAsync()) { Assert.NotEqual(Kind.Acknowledgement, came.KindCase); }
    }
}

/// <summary>A real store whose disk takes what peers write when it is told to, or refuses it. Open, because the runtime derives from it.</summary>
public class StoreOnASlowDisk : DispatchProxy
{
    private IMessageStore _real = null!;
    private Task<bool> _takes = null!;

    public static IMessageStore Of(IMessageStore real, Task<bool> takes)
    {
        IMessageStore proxy = Create<IMessageStore, StoreOnASlowDisk>();
        (((StoreOnASlowDisk)proxy)._real, ((StoreOnASlowDisk)proxy)._takes) = (real, takes);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IMessageStore.ReceiveAsync) && args is [IReadOnlyList<Entry> entries, CancellationToken cancellationToken, var placed]
            ? ReceiveAsync(entries, (Action<IReadOnlyList<Entry>>?)placed, cancellationToken)
            : targetMethod.Invoke(_real, BindingFlags.DoNotWrapExceptions, null, args, null);

    private async Task<ReceiveResult> ReceiveAsync(IReadOnlyList<Entry> entries, Action<IReadOnlyList<Entry>>? placed, CancellationToken cancellationToken)
    {
        placed?.Invoke([.. entries.Select(static (entry, i) => entry with { Arrival = i + 1 })]);
        return await _takes ? await _real.ReceiveAsync(entries, cancellationToken) : throw new StorageException("The disk is full.");
    }
}
