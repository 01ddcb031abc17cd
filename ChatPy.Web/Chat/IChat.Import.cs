namespace ChatPy.Web.Chat;

/// <content>A history that was saved as a file.</content>
public partial interface IChat
{
    /// <summary>
    /// Puts messages of a saved file where they were said, beside the logs: what is here already stays as it is, no peer is sent or told
    /// anything of it, and nobody is accepted by it. One at a time; what was stored before a failure stays stored.
    /// </summary>
    /// <param name="saved">In the order of the file; nothing for one that cannot be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImportReport> ImportAsync(IAsyncEnumerable<SavedMessage?> saved, CancellationToken cancellationToken = default);
}

/// <content>What a saved file brings back.</content>
public partial interface IMessageStore
{
    /// <summary>Where the arrivals of a file may begin that is about to be brought back: before all there are.</summary>
    Task<long> ReserveArrivalsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores messages beside the logs, each with what became of it or not at all. An id that the conversation has already is passed over.
    /// The entries name no place in a log; their times are stored as they are, and no clock of theirs may be past now.
    /// </summary>
    /// <returns>How many messages were stored.</returns>
    Task<int> StoreImportedAsync(IReadOnlyList<ImportedMessage> messages, CancellationToken cancellationToken);
}

/// <summary>A message of a saved file, as it is to be kept.</summary>
/// <param name="Entry">The message. The text it had at first is not known if it was changed since.</param>
/// <param name="Changes">What became of it.</param>
/// <param name="Text">What it says now; empty if it was taken back.</param>
public sealed record ImportedMessage(Entry Entry, IReadOnlyList<Entry> Changes, string Text);
