using System.Collections.Concurrent;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>The conversations: kept in the store, shown in the snapshot. The one place that changes both.</summary>
internal sealed class ConversationBook(ChatStore chat, IMessageStore messages, IdentityKey own, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ConversationId, StoredConversation> _saved = [];
    private readonly SemaphoreSlim _saving = new(1);
    private readonly SemaphoreSlim _showing = new(1);

    /// <summary>Whose machine this is.</summary>
    public PeerId Me => own.PeerId;

    /// <summary>The clock of this machine.</summary>
    public TimeProvider Time => time;

    /// <summary>This machine and the person at it, as shown.</summary>
    public Self Self => chat.Current.Self;

    /// <summary>Takes over what the store holds.</summary>
    public async Task<StoredChat> LoadAsync(CancellationToken cancellationToken)
    {
        StoredChat stored = await messages.LoadAsync(cancellationToken);
        foreach (StoredHistory history in stored.Conversations) { _saved[history.Properties.Id] = history.Properties; }

        chat.Apply(snapshot => snapshot with
        {
            Conversations = [.. stored.Conversations.Select(Restore).OrderByDescending(conversation => conversation.LastActivity)],
        });
        return stored;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _saving.Dispose();
        _showing.Dispose();
    }

    /// <summary>The conversation of that id, if there is one.</summary>
    public Conversation? Find(ConversationId id) => chat.Current.Find(id);

    /// <summary>Changes what is shown; nothing is stored.</summary>
    public void Show(ConversationId id, Func<Conversation, Conversation> change) => chat.Apply(snapshot =>
        snapshot.Find(id) is Conversation before && change(before) is var after && !ReferenceEquals(before, after)
            ? snapshot with { Conversations = snapshot.Conversations.Put(after) }
            : snapshot);

    /// <summary>Shows entries that were stored just now, and what they make of messages that are shown already.</summary>
    public async Task ShowAsync(ConversationId id, params IReadOnlyList<Entry> stored)
    {
        if (stored.Count == 0) { return; }

        chat.Apply(static snapshot => snapshot.Saving());
        if (stored.All(static entry => entry.Kind == EntryKind.Text))
        {
            ShowTexts(id, stored);
            return;
        }

        // One at a time: who reads later must not be overwritten by who read before.
        await _showing.WaitAsync();
        try
        {
            HashSet<Guid> changed = [.. stored.Where(static entry => !entry.IsMessage).Select(static entry => entry.Target)];
            HashSet<Guid> fresh = [.. stored.Where(static entry => entry.IsMessage).Select(static entry => entry.Id)];
            IEnumerable<Guid> quoting = Find(id)?.Recent.Where(message => message.Quote is { } quote && changed.Contains(quote.Target)).Select(static message => message.Id) ?? [];
            EntryPage page = await messages.ReadAsync(id, [.. changed, .. fresh, .. quoting], CancellationToken.None);
            Show(id, stored, conversation => conversation.Put(page.ToMessages(Me, conversation.Kind), fresh), isActivity: fresh.Count > 0);
        }
        finally { _showing.Release(); }
    }

    /// <summary>Shows texts that have their places in the history, on the disk or on their way to it.</summary>
    public void ShowTexts(ConversationId id, IReadOnlyList<Entry> texts)
    {
        if (texts.Count > 0) { Show(id, texts, conversation => conversation.Add([.. texts.Select(entry => entry.ToMessage(Me, conversation.Kind))]), isActivity: true); }
    }

    /// <summary>Shows no longer what did not get to the disk.</summary>
    public void TakeBack(ConversationId id, IReadOnlyList<Entry> texts) => Show(id, shown => texts.Aggregate(shown, static (less, entry) => less.Without(entry.Id, entry.Arrival)));

    /// <summary>Changes the conversation, making it first if need be, and keeps what is to be kept of it.</summary>
    public async Task<Conversation> SaveAsync(Conversation fresh, Func<Conversation, Conversation> change, CancellationToken cancellationToken)
    {
        Begin(fresh);
        Show(fresh.Id, change);
        await KeepAsync(fresh.Id, cancellationToken);
        return Find(fresh.Id)!;
    }

    /// <summary>Shows a conversation that nobody has said anything in yet.</summary>
    public void Begin(Conversation fresh) => chat.Apply(snapshot =>
        snapshot.Find(fresh.Id) is null ? snapshot with { Conversations = snapshot.Conversations.Put(fresh with { LastActivity = time.GetUtcNow() }) } : snapshot);

    /// <summary>Stores the conversation as it is shown, if that is not stored already.</summary>
    public async Task KeepAsync(ConversationId id, CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        try
        {
            if (Find(id) is not Conversation shown) { return; }

            StoredConversation? before = _saved.GetValueOrDefault(id);
            var after = new StoredConversation
            {
                Id = id,
                Kind = shown.Kind,
                Title = shown.GivenName,
                Peer = shown.Peer,
                Address = shown.Address,
                Trust = shown.Trust,
                CreatedAt = before?.CreatedAt ?? time.GetUtcNow(),
                LastSeen = shown.LastSeen,
                Arrangement = shown.Arrangement,
            };
            if (after == before) { return; }

            await messages.SaveConversationAsync(after, cancellationToken);
            _saved[id] = after;
        }
        finally { _saving.Release(); }
    }

    /// <summary>Takes a conversation off the list that was never stored: a plain peer that came and left without a word.</summary>
    public void DropUnlessKept(ConversationId id)
    {
        if (_saved.ContainsKey(id)) { return; }

        chat.Apply(snapshot => snapshot.Find(id) is Conversation gone ? snapshot with { Conversations = snapshot.Conversations.Remove(gone) } : snapshot);
    }

    /// <summary>Tells the person what became of the history, until it is dismissed.</summary>
    public async Task NoteAsync(ConversationId id, SetbackKind kind, long? entries, CancellationToken cancellationToken)
    {
        var setback = new Setback(kind, time.GetUtcNow(), entries);
        await messages.SaveSetbackAsync(id, setback, cancellationToken);
        Show(id, shown => shown with { Setbacks = [.. shown.Setbacks.Where(other => other.Kind != kind).Append(setback).OrderBy(each => each.Kind)] });
    }

    /// <summary>The person knows.</summary>
    public async Task DismissAsync(ConversationId id, SetbackKind kind, CancellationToken cancellationToken)
    {
        await messages.DropSetbackAsync(id, kind, cancellationToken);
        Show(id, shown => shown with { Setbacks = shown.Setbacks.RemoveAll(setback => setback.Kind == kind) });
    }

    /// <summary>Reads the newest messages again, after their numbers have changed.</summary>
    /// <param name="id">Of which conversation.</param>
    /// <param name="takesBack">
    /// Whether a tick that was shown and is not stored was taken back. Otherwise it is on its way to the disk, where ticks come a little later.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReloadAsync(ConversationId id, bool takesBack, CancellationToken cancellationToken)
    {
        HashSet<Guid> known = [.. Find(id)?.Recent.Select(static message => message.Id) ?? []];
        // One more than is shown tells whether there are older ones.
        EntryPage newest = await messages.ReadBeforeAsync(id, EntryOrder.End, ChatLimits.RecentMessages + 1, cancellationToken);
        Show(id, conversation => conversation.Reload(
            newest.TakeLast(ChatLimits.RecentMessages).ToMessages(Me, conversation.Kind), newest.Messages.Count > ChatLimits.RecentMessages, takesBack, known));
    }

    /// <summary>The conversation with a ChatPy peer, as it begins.</summary>
    public Conversation Direct(PeerId peer, string nickname, PeerAddress? address) => new()
    {
        Id = ConversationId.Direct(Me, peer),
        Kind = ConversationKind.Direct,
        GivenName = nickname.Length > 0 ? nickname : peer.ToFingerprint(),
        Peer = peer,
        Address = address?.ToString(),
    };

    private void Show(ConversationId id, IReadOnlyList<Entry> entries, Func<Conversation, Conversation> change, bool isActivity)
    {
        bool endsTyping = entries.Any(entry => entry.IsWritten && entry.Author != Me);
        Show(id, conversation => change(conversation) with
        {
            LastActivity = isActivity ? time.GetUtcNow() : conversation.LastActivity,
            IsTyping = conversation.IsTyping && !endsTyping,
        });
    }

    private Conversation Restore(StoredHistory history)
    {
        StoredConversation kept = history.Properties;
        return new Conversation
        {
            Id = kept.Id,
            Kind = kept.Kind,
            GivenName = kept.Title,
            Peer = kept.Peer,
            Address = kept.Address,
            Trust = kept.Trust,
            LastSeen = kept.LastSeen,
            Arrangement = kept.Arrangement,
            CanRedial = kept.Kind == ConversationKind.Plain && PlainConversations.WasDialled(kept),
            Unread = history.Unread,
            ReadUpTo = history.ReadUpTo,
            Setbacks = [.. history.Setbacks],
            HasOlder = history.HasOlder,
            LastActivity = history.Recent.Messages.Select(static entry => entry.StoredAt).DefaultIfEmpty(kept.CreatedAt).Max(),
            Recent = [.. history.Recent.ToMessages(Me, kept.Kind).Select(message => Settle(message, kept.Kind))],
        };
    }

    // What was waiting for a plain peer when the process ended will never be sent by itself.
    private static Message Settle(Message message, ConversationKind kind) =>
        kind == ConversationKind.Plain && message.State == MessageState.Queued ? message with { State = MessageState.Failed } : message;
}
