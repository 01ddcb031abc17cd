using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;

namespace ChatPy.Web.Chat;

/// <summary>A conversation while its plain peer is connected. What is said is kept; what I say is written once, and never again by itself.</summary>
internal sealed class PlainLink(PlainSession session, ConversationId conversation, ConversationBook book, IMessageStore messages, Pace strangersPace) : ILink
{
    private readonly IncomingLines _incoming = new(session, conversation, book, messages);
    private readonly Bell _bell = new();
    private long _written;

    public ConversationId Conversation => conversation;

    /// <summary>Notes what was said to others, or before; to be called before the link shows, and anything can be said here.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _written = (await messages.GetPositionAsync(conversation, book.Me, cancellationToken)).Sequence;

    /// <summary>Runs until one side leaves.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = UnlessTheDiskRefusesAsync(SendAsync(life.Token), life), keeping = UnlessTheDiskRefusesAsync(_incoming.RunAsync(), life);
        SessionEnd end;
        try { end = await session.RunAsync(HearAsync, life.Token); }
        finally
        {
            _incoming.Complete();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await life.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // First nothing more may be said here: what is said while the rest is marked would wait for ever.
            book.Show(conversation, shown => shown with { Link = LinkState.Offline });
            await FailTheRestAsync();
        }

        await keeping;
        if (sending.Exception?.InnerException is StorageException) { await sending; }
        return end;
    }

    public void Ring(Entry? stored) => _bell.Ring();

    public Task LeaveAsync() => session.LeaveAsync();

    public void Override(Dialect dialect)
    {
        session.Override(dialect);
        book.Show(conversation, shown => shown with { Dialect = dialect });
    }

    // What cannot be kept ends the session: neither side must talk into the void. That the peer is gone ends it anyway.
    private static async Task UnlessTheDiskRefusesAsync(Task work, CancellationTokenSource life)
    {
        try { await work; }
        catch (Exception refused) when (refused is not (IOException or OperationCanceledException))
        {
            await life.CancelAsync();
            throw;
        }
    }

    private async ValueTask HearAsync(PlainArrival arrival, CancellationToken cancellationToken)
    {
        // While it waits for its turn nothing is read: the stranger has to wait with what it wants to say.
        if (arrival is not PlainArrival.DialectLearned && book.Find(conversation)?.Trust == Trust.Undecided) { await strangersPace.WaitAsync(cancellationToken); }

        switch (arrival)
        {
            case PlainArrival.Said said:
                await _incoming.ReceiveAsync(said.Text, cancellationToken);
                break;

            case PlainArrival.Renamed renamed:
                book.Show(conversation, shown => shown with { GivenName = renamed.Nickname });
                await book.KeepAsync(conversation, cancellationToken);
                break;

            case PlainArrival.DialectLearned learned:
                book.Show(conversation, shown => shown with { Dialect = learned.Dialect });
                break;
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _bell.WaitAsync(cancellationToken);
            foreach (Entry entry in await messages.ReadLogAsync(conversation, book.Me, _written, int.MaxValue, cancellationToken))
            {
                await session.SendAsync(entry.Text, cancellationToken);
                _written = entry.Sequence;
                await MarkAsync(entry, DeliveryStep.Sent, MessageState.Unconfirmed);
            }
        }
    }

    private async Task FailTheRestAsync()
    {
        foreach (Entry entry in await messages.ReadLogAsync(conversation, book.Me, _written, int.MaxValue, CancellationToken.None))
        {
            await MarkAsync(entry, DeliveryStep.Failed, MessageState.Failed);
        }
    }

    private async Task MarkAsync(Entry entry, DeliveryStep step, MessageState state)
    {
        book.Show(conversation, shown => shown.Advance(entry.Sequence, state));
        await messages.MarkAsync(conversation, book.Me, entry.Epoch, entry.Sequence, step, CancellationToken.None);
    }
}
