using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Entry = ChatPy.Web.Chat.Entry;
using Kind = ChatPy.Transport.Wire.Envelope.KindOneofCase;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A text that comes alone, from a peer made by hand, while the disk takes its time.</summary>
public sealed class ShownAheadTests : RawPeerTest
{
    private readonly TaskCompletionSource<bool> _disk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override void Change(IServiceCollection services) => services.AddSingleton(provider =>
    {
        IMessageStore real = provider.GetRequiredService<SqliteMessageStore>();
        return ChangedStore.Of(real, (method, given) => method == nameof(IMessageStore.ReceiveAsync)
            ? ReceiveAsync(real, (IReadOnlyList<Entry>)given[0]!, (Action<IReadOnlyList<Entry>>?)given[2], (CancellationToken)given[1]!)
            : null);
    });

    [Fact]
    public async Task Text_OnItsWayToTheDisk_IsOnTheScreenAndNotAcknowledged()
    {
        await Peer.SendAsync(Peer.FirstEntry(Id));
        ChatSnapshot shown = await Node.WaitForAsync(snapshot => snapshot.Find(Id)?.Last is { Text: "salut" });
        Assert.Equal(1, shown.Find(Id)!.Unread);

        await AssertNothingWaitsAsync();

        _disk.SetResult(true);
        Assert.Equal(1UL, (await Peer.ReceiveAsync())!.Acknowledgement.Sequence);
        Assert.Equal(("salut", 1), (Node.Store.Current.Find(Id)!.Recent.Single().Text, Node.Store.Current.Find(Id)!.Unread));
    }

    [Fact]
    public async Task Text_ThatTheDiskDoesNotTake_LeavesTheScreenAndIsNeverAcknowledged()
    {
        await Peer.SendAsync(Peer.FirstEntry(Id));
        await Node.WaitForAsync(snapshot => snapshot.Find(Id)?.Last is { Text: "salut" });

        _disk.SetResult(false);

        ChatSnapshot after = await Node.WaitForAsync(snapshot => !snapshot.Self.IsSaving);
        Assert.Equal((0, 0), (after.Find(Id)!.Recent.Count, after.Find(Id)!.Unread));
        for (Envelope? came = await Peer.ReceiveAsync(); came is not null; came = await Peer.ReceiveAsync()) { Assert.NotEqual(Kind.Acknowledgement, came.KindCase); }
    }

    // On the screen before the disk has answered, as the writer tells of it.
    private async Task<ReceiveResult> ReceiveAsync(IMessageStore real, IReadOnlyList<Entry> entries, Action<IReadOnlyList<Entry>>? placed, CancellationToken cancellationToken)
    {
        placed?.Invoke([.. entries.Select(static (entry, i) => entry with { Arrival = i + 1 })]);
        return await _disk.Task ? await real.ReceiveAsync(entries, cancellationToken) : throw new StorageException("The disk is full.");
    }
}
