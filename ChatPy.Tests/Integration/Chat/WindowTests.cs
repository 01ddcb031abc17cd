using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Much that waited goes out in windows, to a peer made by hand.</summary>
public sealed class WindowTests : RawPeerTest
{
    private const int Window = SendWindow.MaxEntries;

    private readonly TaskCompletionSource _secondPageAhead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override void Change(IServiceCollection services) => services.AddSingleton(provider =>
    {
        IMessageStore real = provider.GetRequiredService<SqliteMessageStore>();
        return ChangedStore.Of(real, (method, given) =>
        {
            if (method == nameof(IMessageStore.ReadLogAsync) && given[2] is (long)(Window + (Window / 2))) { _secondPageAhead.TrySetResult(); }
            return null;
        });
    });

    /// <summary>256 entries or 1 MiB of text under way, and more only when a quarter of it is acknowledged.</summary>
    [Theory]
    [InlineData(10, Window, 300)]
    [InlineData(ChatLimits.MaxTextBytes, 64, 80)]
    public async Task PeerThatDoesNotAcknowledge_GetsOneWindowAndNoMore(int bytes, int window, int written)
    {
        WireEntry last = await SendAWindowAsync(bytes, window, written);

        await Peer.SendAsync(Acknowledge(last, (ulong)(window / 4) - 1));
        await AssertNothingIsOnItsWayAsync();

        await Peer.SendAsync(Acknowledge(last, (ulong)window / 4));
        IReadOnlyList<WireEntry> rest = await EntriesAsync(Math.Min(window / 4, written - window));
        Assert.Equal(last.Sequence + 1, rest[0].Sequence);
    }

    /// <summary>Pages of the history end at other places than what fits into a window. Half a window is at hand all the same, before there is room for it.</summary>
    [Fact]
    public async Task WindowThatOpensUnevenly_IsReadAheadOfWhileItIsFull()
    {
        const int uneven = (Window / 2) - 1;
        WireEntry last = await SendAWindowAsync(10, Window, written: Window * 3);

        await Peer.SendAsync(Acknowledge(last, uneven));
        last = (await EntriesAsync(uneven))[^1];
        await _secondPageAhead.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        await Peer.SendAsync(Acknowledge(last, uneven * 2));
        Assert.Equal(last.Sequence + uneven, (await EntriesAsync(uneven))[^1].Sequence);
    }

    private async Task<WireEntry> SendAWindowAsync(int bytes, int window, int written)
    {
        await Node.Chat.AcceptAsync(Id, Token);
        await Task.WhenAll(Enumerable.Range(0, written).Select(_ => Node.SayAsync(Id, new string('x', bytes))));
        await Peer.SendAsync(FromTheBeginning());
        WireEntry last = (await EntriesAsync(window))[^1];
        await AssertNothingIsOnItsWayAsync();
        return last;
    }

    // Which come in order, without a gap.
    private async Task<IReadOnlyList<WireEntry>> EntriesAsync(int count)
    {
        List<WireEntry> entries = [];
        while (entries.Count < count)
        {
            if ((await Peer.ReceiveAsync())!.Entry is not WireEntry entry) { continue; }
            if (entries.Count > 0) { Assert.Equal(entries[^1].Sequence + 1, entry.Sequence); }

            entries.Add(entry);
        }

        return entries;
    }

    // Written in order: an entry under way would come before the answer to the second ping.
    private async Task AssertNothingIsOnItsWayAsync()
    {
        await AssertNothingWaitsAsync();
        await AssertNothingWaitsAsync();
    }

    private static Envelope Acknowledge(WireEntry entry, ulong sequence) => new()
    {
        Acknowledgement = new Acknowledgement { Conversation = entry.Conversation, Author = entry.Author, Epoch = entry.Epoch, Sequence = sequence },
    };
}
