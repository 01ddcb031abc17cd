using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <content>What a saved file brings back.</content>
internal sealed partial class SqliteMessageStore
{
    // More than a file can have messages, reactions included.
    private const long ArrivalsOfAFile = 1L << 32;

    public Task<long> ReserveArrivalsAsync(CancellationToken cancellationToken) => _writer.RunAsync(
        static connection => connection.Connection.QuerySingle<long>("SELECT min(coalesce(min(arrival), 0), 0) FROM entry") - ArrivalsOfAFile, cancellationToken);

    public Task<int> StoreImportedAsync(IReadOnlyList<ImportedMessage> messages, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => ImportedEntries.Store(connection, messages), cancellationToken, messages.Count);
}
