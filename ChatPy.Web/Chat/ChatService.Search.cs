namespace ChatPy.Web.Chat;

/// <content>Finding.</content>
internal sealed partial class ChatService
{
    /// <inheritdoc/>
    public async Task<SearchPage> SearchAsync(string text, ConversationId? within, long before, int count, CancellationToken cancellationToken = default)
    {
        SearchQuery query = SearchParser.Parse(text, chat.Current, book.Time.LocalTimeZone);
        if (query.IsEmpty) { return SearchPage.Empty; }

        SearchResult found = await messages.SearchAsync(query with { Within = within }, before, count, cancellationToken);
        var shown = new Dictionary<(ConversationId, Guid), Message>();
        foreach (IGrouping<ConversationId, SearchMatch> there in found.Matches.GroupBy(match => match.Conversation))
        {
            foreach (Message message in await ReadAsync(there.Key, [.. there.Select(match => match.Id)], cancellationToken))
            {
                if (!message.IsDeleted) { shown[(there.Key, message.Id)] = message; }
            }
        }

        return new SearchPage(
            [.. found.Matches.Where(match => shown.ContainsKey((match.Conversation, match.Id))).Select(match => new SearchHit(match.Conversation, shown[(match.Conversation, match.Id)]))],
            query.Terms,
            found.Matches.Count == count,
            found.IsComplete);
    }
}
