using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <content>Searching.</content>
internal sealed partial class SqliteMessageStore
{
    /// <summary>How long a search waits for the index to catch up, which it does at some 50,000 messages a second.</summary>
    private static readonly TimeSpan s_indexing = TimeSpan.FromSeconds(1);

    public async Task<SearchResult> SearchAsync(SearchQuery query, long before, int count, CancellationToken cancellationToken)
    {
        try { return await SearchAsItIsAsync(query, before, count, cancellationToken); }
        catch (StorageException failure) when (SearchIndex.IsDamage(failure.InnerException))
        {
            await RenewIndexAsync(failure.Message, cancellationToken);
            return await SearchAsItIsAsync(query, before, count, cancellationToken);
        }
    }

    /// <summary>Indexes the next batch; whether there is more. A disk that refuses is told elsewhere: the index comes later.</summary>
    internal async Task<bool> IndexAsync(CancellationToken cancellationToken)
    {
        try { return await _writer.RunAsync(SearchIndex.Advance, cancellationToken); }
        catch (StorageException) { return false; }
    }

    /// <summary>Looks whether the index is sound, and lets it begin anew if not; whether that was so.</summary>
    internal async Task<bool> CheckIndexAsync(CancellationToken cancellationToken) =>
        await _reader.FindIndexDamageAsync(cancellationToken) is { } damage && await RenewIndexAsync(damage, cancellationToken);

    private async Task<SearchResult> SearchAsItIsAsync(SearchQuery query, long before, int count, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        bool isBehind = true;
        while (isBehind && _time.GetElapsedTime(start) < s_indexing) { isBehind = await IndexAsync(cancellationToken); }
        return new SearchResult(await _reader.SearchAsync(query, before, count, cancellationToken), !isBehind);
    }

    private Task<bool> RenewIndexAsync(string damage, CancellationToken cancellationToken)
    {
        _logger.IndexDamaged(damage);
        return WriteAsync(SearchIndex.BeginAnew, cancellationToken);
    }
}
