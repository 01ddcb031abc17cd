using System.Threading.Channels;
using ChatPy.Transport.Sessions;
using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>What the peer still has of my log, as it comes back over one session: only after it was asked for, page by page.</summary>
internal sealed class FetchBack(Session session, ConversationId conversation, ConversationBook book, IMessageStore messages)
{
    private const int MaxWaiting = 256;

    // Nothing stands for the end. Full means that the disk is slower than the peer, as with everything that arrives.
    private readonly Channel<Entry?> _arrived = Channel.CreateBounded<Entry?>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true });
    private int _isAsked;

    /// <summary>Asks for it. Once is enough while it comes.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isAsked, 1) == 1) { return; }

        Show(isFetching: true);
        try { await session.SendAsync(EntryWire.Fetch(conversation, book.Me), cancellationToken); }
        catch (ChannelClosedException) { Show(isFetching: false); }
    }

    /// <summary>Takes an entry of mine off the session.</summary>
    /// <exception cref="ProtocolException">Nobody asked for it.</exception>
    public ValueTask ReceiveAsync(Entry entry, CancellationToken cancellationToken) => Volatile.Read(ref _isAsked) == 1
        ? _arrived.Writer.WriteAsync(entry, cancellationToken)
        : throw new ProtocolException(ProtocolError.InvalidField, "The peer sent an entry of my own log that nobody asked for.");

    /// <summary>That was all.</summary>
    /// <exception cref="ProtocolException">Of nothing that was asked for.</exception>
    public ValueTask EndAsync(CancellationToken cancellationToken) => Interlocked.Exchange(ref _isAsked, 0) == 1
        ? _arrived.Writer.WriteAsync(null, cancellationToken)
        : throw new ProtocolException(ProtocolError.InvalidField, "The peer ended an answer that nobody asked for.");

    /// <summary>The session is over: what it brought is still kept. The notice stays, and the person may ask again.</summary>
    public void Complete() => _arrived.Writer.TryComplete();

    /// <summary>Stores what comes and shows it in its place, until the session is over.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _arrived.Reader.WaitToReadAsync())
            {
                List<Entry> page = [];
                bool isEnd = false;
                while (!isEnd && page.Count < MaxWaiting && _arrived.Reader.TryRead(out Entry? next))
                {
                    if (next is null) { isEnd = true; } else { page.Add(next); }
                }

                if (page.Count > 0) { Show(await messages.StoreFetchedAsync(page, CancellationToken.None)); }
                if (isEnd) { await FinishAsync(); }
            }
        }
        finally { Show(isFetching: false); }
    }

    private async Task FinishAsync()
    {
        foreach (Setback settled in book.Find(conversation)?.Setbacks.Where(static setback => setback.CanFetchBack) ?? [])
        {
            await book.DismissAsync(conversation, settled.Kind, CancellationToken.None);
        }

        await book.ReloadAsync(conversation, takesBack: false, CancellationToken.None);
        Show(isFetching: false);
    }

    // Not through the book's way for what is new: nothing happened in the conversation now.
    private void Show(IReadOnlyList<Entry> stored) => book.Show(
        conversation, shown => shown.Add([.. stored.Where(static entry => entry.IsMessage).Select(entry => entry.ToMessage(book.Me, shown.Kind))]));

    private void Show(bool isFetching) => book.Show(conversation, shown => shown with { IsFetching = isFetching });
}
