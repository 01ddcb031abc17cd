using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using ChatPy.Bench.Storage;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Bench.Chat;

/// <summary>One message into the snapshot that pages see, beside a queue under a lock, which no page could read.</summary>
public class SnapshotApplying : ICounted
{
    private readonly Lock _gate = new();
    private readonly Queue<Message> _queue = new();
    private OpenedHistory _history = null!;
    private ConversationBook _book = null!;
    private Entry[] _lasts = [];
    private LogClock _clock;
    private int _longestSilent;

    /// <summary>Each with as many messages as the snapshot keeps.</summary>
    [Params(1, 10, 100, 1000)]
    public int Conversations { get; set; }

    public Amount PerOperation => new(1, "messages");

    [GlobalSetup]
    public async Task SetUp()
    {
        _history = new OpenedHistory(Histories.MakeDirectory($"snapshot-{Guid.NewGuid()}"));
        _book = _history.Book;
        _clock = LogClock.At(DateTimeOffset.UtcNow);
        _lasts = new Entry[Conversations];
        for (int i = 0; i < Conversations; i++)
        {
            byte[] peer = new byte[PeerId.Bytes];
            BinaryPrimitives.WriteInt32BigEndian(peer, i);
            Conversation fresh = _book.Direct(new PeerId(peer), "Camille", address: null);
            _book.Begin(fresh);
            _lasts[i] = new Entry
            {
                Conversation = fresh.Id,
                Author = fresh.Peer!.Value,
                Epoch = Guid.NewGuid(),
                Sequence = 0,
                Id = Guid.Empty,
                Clock = _clock,
                Text = "A message, about as long as what people write to each other on an ordinary day.",
            };
            await _book.ShowAsync(fresh.Id, [.. Enumerable.Range(0, ChatLimits.RecentMessages).Select(_ => Next(i))]);
        }
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _history.DisposeAsync();

    [Benchmark(Baseline = true)]
    public int Queue()
    {
        Message message = Next(0).ToMessage(_book.Me, ConversationKind.Direct);
        lock (_gate)
        {
            _queue.Enqueue(message);
            if (_queue.Count > ChatLimits.RecentMessages) { _queue.Dequeue(); }
            return _queue.Count;
        }
    }

    /// <summary>Always in the same conversation, which so is on top.</summary>
    [Benchmark]
    public Task ShowOnTop() => _book.ShowAsync(_lasts[^1].Conversation, Next(Conversations - 1));

    /// <summary>In the conversation at the end of the list, which comes to the top.</summary>
    [Benchmark]
    public Task ShowFromTheEnd()
    {
        int from = _longestSilent;
        _longestSilent = (from + 1) % Conversations;
        return _book.ShowAsync(_lasts[from].Conversation, Next(from));
    }

    private Entry Next(int conversation)
    {
        Entry last = _lasts[conversation];
        _clock = new LogClock(_clock.Value + 1);
        return _lasts[conversation] = last with { Sequence = last.Sequence + 1, Id = Guid.CreateVersion7(), Clock = _clock, Arrival = last.Arrival + 1 };
    }
}
