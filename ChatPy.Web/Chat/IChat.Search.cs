namespace ChatPy.Web.Chat;

/// <content>Finding.</content>
public partial interface IChat
{
    /// <summary>Looks for messages by words and filters, newest first.</summary>
    /// <param name="text">As typed; see docs of the search field.</param>
    /// <param name="within">One conversation, or all.</param>
    /// <param name="before">The arrival before which to go on; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<SearchPage> SearchAsync(string text, ConversationId? within, long before, int count, CancellationToken cancellationToken = default);
}

/// <content>Finding.</content>
public partial interface IMessageStore
{
    /// <summary>Messages that match and came before <paramref name="before"/>, newest first.</summary>
    Task<SearchResult> SearchAsync(SearchQuery query, long before, int count, CancellationToken cancellationToken);
}
