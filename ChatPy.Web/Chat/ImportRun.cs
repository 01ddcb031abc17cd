namespace ChatPy.Web.Chat;

/// <summary>
/// One saved file on its way back: a page at a time onto the disk, then into the snapshot. It goes beside the logs, of which peers are
/// promised that nothing is missing and nothing is there twice: a file is no author, and could name any number.
/// </summary>
internal sealed class ImportRun(ConversationBook book, IMessageStore messages, Links links)
{
    /// <summary>Messages that are one write: all of them are stored or none.</summary>
    private const int Page = 64;

    private readonly DateTimeOffset _now = book.Time.GetUtcNow();
    private readonly List<ImportedMessage> _page = new(Page);
    private readonly Dictionary<ConversationId, bool> _isNew = [];
    private (SavedConversation Saved, SavedEntries? Entries)? _open;
    private long _arrival;
    private int _stored, _known, _unusable;

    /// <summary>What has become of it so far.</summary>
    public ImportReport Report(ImportFailure? failure = null) => new(
        _stored, _known, _unusable, _isNew.Count, failure ?? (_stored + _known + _unusable == 0 ? ImportFailure.Empty : null));

    /// <summary>Stores what the file says; up to where it is damaged, if it is.</summary>
    public async Task StoreAsync(IAsyncEnumerable<SavedMessage?> saved, CancellationToken cancellationToken)
    {
        _arrival = await messages.ReserveArrivalsAsync(cancellationToken);
        try
        {
            await foreach (SavedMessage? message in saved.WithCancellation(cancellationToken))
            {
                if (message is null || await OpenAsync(message.Conversation, cancellationToken) is not { } entries)
                {
                    _unusable++;
                    continue;
                }

                _page.Add(entries.Next(message, ref _arrival));
                if (_page.Count == Page) { await FlushAsync(cancellationToken); }
            }
        }
        catch (ImportException)
        {
            await FlushAsync(cancellationToken);
            throw;
        }

        await FlushAsync(cancellationToken);
    }

    /// <summary>Shows what the store holds now. In the list what is new stands where its last message puts it.</summary>
    public async Task ShowAsync()
    {
        foreach ((ConversationId id, bool isNew) in _isNew)
        {
            await book.ReloadAsync(id, takesBack: false, CancellationToken.None);
            if (isNew) { book.Show(id, static shown => shown.Last is { } last ? shown with { LastActivity = last.WrittenAt } : shown); }
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_page.Count == 0) { return; }

        int stored = await messages.StoreImportedAsync([.. _page], cancellationToken);
        (_stored, _known) = (_stored + stored, _known + _page.Count - stored);
        _page.Clear();
    }

    private async ValueTask<SavedEntries?> OpenAsync(SavedConversation saved, CancellationToken cancellationToken)
    {
        if (_open is var (before, open) && ReferenceEquals(before, saved)) { return open; }

        SavedPlace? place = SavedPlace.Find(saved, book);
        if (place is not null) { await BeginAsync(place.Conversation, cancellationToken); }

        SavedEntries? entries = place is null ? null : new SavedEntries(place, _now);
        _open = (saved, entries);
        return entries;
    }

    private async Task BeginAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        ConversationId id = conversation.Id;
        bool isNew = _isNew.GetValueOrDefault(id) || book.Find(id) is null;
        await book.SaveAsync(conversation, static shown => shown, cancellationToken);
        _isNew[id] = isNew;
        // What the person deleted a moment ago goes first, and for good, so that it does not take with it what is brought back.
        while (await messages.DeleteHistoryAsync(id, book.Me, evenUnsent: links.Find(id) is null, cancellationToken)) { }
    }
}
