using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>Who is writing in one conversation, both ways, while its peer is connected. Nothing of it is kept. docs/protocol.md §4.6.</summary>
internal sealed class TypingSignal : IDisposable
{
    /// <summary>The peer is told no more often.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>What is not said again is over.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(5);

    private readonly ConversationId _conversation;
    private readonly ConversationBook _book;
    private readonly TimeProvider _time;
    private readonly ITimer _expiry;
    private readonly Lock _gate = new();
    private long? _toldAt;
    private bool _isTold;

    public TypingSignal(ConversationId conversation, ConversationBook book, TimeProvider time)
    {
        (_conversation, _book, _time) = (conversation, book, time);
        _expiry = time.CreateTimer(_ => Show(false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the peer is to be told now that the person here writes, or has stopped; often nothing.</summary>
    public Envelope? Next(bool isActive)
    {
        lock (_gate)
        {
            if (isActive)
            {
                if (!_book.Self.SendsTyping || (_toldAt is { } at && _time.GetElapsedTime(at) < Pause)) { return null; }
                _toldAt = _time.GetTimestamp();
            }
            else if (!_isTold) { return null; }

            _isTold = isActive;
            return EntryWire.ToTyping(_conversation, isActive);
        }
    }

    /// <summary>What the person wrote goes out, which tells the peer that they have stopped.</summary>
    public void Written()
    {
        lock (_gate) { _isTold = false; }
    }

    /// <summary>The person there writes, or has stopped.</summary>
    public void Heard(bool isActive)
    {
        bool isShown = isActive && _book.Self.SendsTyping && _book.Find(_conversation)?.Trust == Trust.Accepted;
        if (isShown) { _expiry.Change(Expiry, Timeout.InfiniteTimeSpan); }
        Show(isShown);
    }

    public void Dispose() => _expiry.Dispose();

    private void Show(bool isTyping)
    {
        if (_book.Find(_conversation)?.IsTyping != isTyping) { _book.Show(_conversation, shown => shown with { IsTyping = isTyping }); }
    }
}
