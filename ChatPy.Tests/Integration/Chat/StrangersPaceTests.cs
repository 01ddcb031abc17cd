using System.Buffers;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>Peers whom nobody has accepted, and who say more at once than they may: what is said to a session has been dealt with when saying it ends.</summary>
public sealed class StrangersPaceTests : NodeTest
{
    private const int AtOnce = 20, All = 25;
    private static readonly PeerId s_stranger = new(Enumerable.Repeat((byte)0xA0, PeerId.Bytes).ToArray());

    private readonly FakeTimeProvider _time = new();
    private readonly Plain.PipePair _pipe = new();
    private readonly CancellationTokenSource _life = CancellationTokenSource.CreateLinkedTokenSource(Token);
    private Task _running = Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _life.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ChatPyThatSaysMoreThanAStrangerMay_IsReadNoFaster()
    {
        ConversationId id = await MeetAsync(Trust.Undecided);

        Task saying = _pipe.SayAsync(Entries(id));
        await UntilShownAsync(id, AtOnce);
        Assert.False(saying.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await saying;

        await UntilShownAsync(id, All);
    }

    [Fact]
    public async Task ChatPyThatWasAccepted_IsReadAsFastAsItSpeaks()
    {
        ConversationId id = await MeetAsync(Trust.Accepted);

        Task saying = _pipe.SayAsync(Entries(id));
        await UntilShownAsync(id, All);
        await saying;
    }

    [Fact]
    public async Task PlainPeerThatSaysMoreThanAStrangerMay_IsReadNoFaster()
    {
        ConversationId id = ComePlainly();

        Task saying = _pipe.SayAsync(Lines());
        await UntilShownAsync(id, AtOnce);
        Assert.False(saying.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await saying;

        await UntilShownAsync(id, All);
    }

    [Fact]
    public async Task PlainPeerThatWasAccepted_IsReadAsFastAsItSpeaks()
    {
        ConversationId id = ComePlainly();
        await Node.Chat.AcceptAsync(id, Token);

        Task saying = _pipe.SayAsync(Lines());
        await UntilShownAsync(id, All);
        await saying;
    }

    private ConversationBook Book => Node.Services.GetRequiredService<ConversationBook>();

    private IMessageStore Messages => Node.Services.GetRequiredService<IMessageStore>();

    private Pace NewPace() => new(AtOnce, TimeSpan.FromMilliseconds(200), _time);

    private async Task<ConversationId> MeetAsync(Trust trust)
    {
        Conversation met = await Book.SaveAsync(Book.Direct(s_stranger, "Inès", new PeerAddress("10.0.0.2", 4242)), shown => shown with { Trust = trust }, Token);
        var session = new Session(
            s_stranger, new Hello(), new PeerAddress("10.0.0.2", 4242), dialledByUs: false, _pipe.Session, new TransportOptions(), TimeProvider.System, NullLogger.Instance);
        _running = RunAsync();
        return met.Id;

        async Task RunAsync()
        {
            using var link = new DirectLink(session, Book, Messages, Node.Services.GetRequiredService<Attendance>(), NewPace(), TimeProvider.System, NullLogger.Instance);
            await link.RunAsync(_life.Token);
        }
    }

    private ConversationId ComePlainly()
    {
        Conversation came = PlainConversations.Came("10.0.0.2", place: 1);
        Book.Begin(came);
        var session = new PlainSession(
            _pipe.Session, new PeerAddress("10.0.0.2", 4242), isDialled: false, Node.Services.GetRequiredService<IPlainRoom>(), new TransportOptions(), _time, NullLogger.Instance);
        var link = new PlainLink(session, came.Id, Book, Messages, NewPace());
        Node.Services.GetRequiredService<Links>().TryAdd(link);
        _running = link.RunAsync(_life.Token);
        return came.Id;
    }

    private static string Lines() => string.Concat(Enumerable.Range(1, All).Select(static number => $"{number}\n"));

    private static byte[] Entries(ConversationId id)
    {
        var bytes = new ArrayBufferWriter<byte>();
        for (int sequence = 1; sequence <= All; sequence++)
        {
            EnvelopeCodec.Write(bytes, new Envelope
            {
                Entry = new WireEntry
                {
                    Conversation = ByteString.CopyFrom(id.ToByteArray()),
                    Author = ByteString.CopyFrom(s_stranger.ToByteArray()),
                    Epoch = ByteString.CopyFrom(Enumerable.Repeat((byte)7, 16).ToArray()),
                    Sequence = (ulong)sequence,
                    Id = ByteString.CopyFrom(Guid.CreateVersion7().ToByteArray(bigEndian: true)),
                    Clock = LogClock.At(DateTimeOffset.UtcNow).Value,
                    Text = $"{sequence}",
                },
            });
        }

        return bytes.WrittenSpan.ToArray();
    }

    private async Task UntilShownAsync(ConversationId id, int messages)
    {
        ChatSnapshot shown = await Node.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.Count >= messages);
        Assert.Equal(messages, shown.Find(id)!.Recent.Count);
    }
}
