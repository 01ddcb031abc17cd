using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>Reads beside the writer: each question sees one moment of the database, and in it all that was told of before.</summary>
/// <param name="database">Which one.</param>
/// <param name="ahead">What was told of and is on its way to the disk, over when it is there or will never be.</param>
internal sealed partial class HistoryReader(Database database, Func<Task> ahead)
{
    private const string Conversation = "e.conversation = (SELECT number FROM conversation WHERE id = @conversation)";

    private const string CurrentLog = """
        l.conversation = (SELECT number FROM conversation WHERE id = @conversation) AND l.author = @author AND l.is_current = 1
        """;

    public Task<StoredChat> LoadAsync(CancellationToken cancellationToken) => AskAsync(
        connection =>
        {
            using SqliteTransaction moment = connection.BeginTransaction(deferred: true);
            List<StoredHistory> conversations = [];
            foreach (ConversationRow row in connection.Query<ConversationRow>(ConversationRow.Select))
            {
                cancellationToken.ThrowIfCancellationRequested();
                conversations.Add(Load(connection, row));
            }

            return new StoredChat(
                conversations,
                connection.Query<(string Name, string Value)>("SELECT name, value FROM setting").ToDictionary(pair => pair.Name, pair => pair.Value));
        },
        cancellationToken);

    public Task<LogPosition> GetPositionAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) => AskAsync(
        connection =>
        {
            (byte[] Epoch, long Sequence, long Delivered)? found = connection.QuerySingleOrDefault<(byte[], long, long)?>(
                $"SELECT l.epoch, l.high_water, l.delivered FROM author_log l WHERE {CurrentLog}",
                new { conversation = conversation.ToColumn(), author = author.ToColumn() });
            return found is var (epoch, sequence, delivered) ? new LogPosition(Columns.ToGuid(epoch), sequence, delivered) : new LogPosition(Guid.Empty, 0, 0);
        },
        cancellationToken);

    /// <inheritdoc cref="IMessageStore.GetReadPositionAsync"/>
    /// <remarks>
    /// With nothing unread the whole log was seen, also what came again under this epoch and is kept under an older one. Else it was seen up
    /// to the last of its entries before the marker: within a log the order of arrival is that of the numbers.
    /// </remarks>
    public Task<LogPosition> GetReadPositionAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) => AskAsync(
        connection =>
        {
            (byte[] Epoch, long Sequence)? found = connection.QuerySingleOrDefault<(byte[], long)?>(
                $"""
                SELECT l.epoch, CASE
                    WHEN NOT EXISTS (
                        SELECT 1 FROM author_log o JOIN entry e ON e.log = o.number
                        WHERE o.conversation = c.number AND o.author = l.author AND e.is_message = 1 AND e.arrival > c.read_up_to)
                    THEN l.high_water
                    ELSE coalesce((SELECT e.sequence FROM entry e WHERE e.log = l.number AND e.arrival <= c.read_up_to ORDER BY e.arrival DESC LIMIT 1),
                        (SELECT min(e.sequence) - 1 FROM entry e WHERE e.log = l.number AND e.arrival > c.read_up_to), 0)
                    END
                FROM author_log l JOIN conversation c ON c.number = l.conversation
                WHERE {CurrentLog}
                """,
                new { conversation = conversation.ToColumn(), author = author.ToColumn() });
            return found is var (epoch, sequence) ? new LogPosition(Columns.ToGuid(epoch), sequence, 0) : new LogPosition(Guid.Empty, 0, 0);
        },
        cancellationToken);

    public Task<Entry?> FindAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken) => AskAsync(
        connection => Find(connection, conversation, [id]).SingleOrDefault(),
        cancellationToken);

    public Task<IReadOnlyList<Entry>> ReadLogAsync(
        ConversationId conversation, PeerId author, long sequence, int count, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<Entry>>(
        connection => connection.ReadEntries(
            conversation, $"WHERE {CurrentLog} AND e.sequence > @sequence ORDER BY e.sequence LIMIT @count",
            new { conversation = conversation.ToColumn(), author = author.ToColumn(), sequence, count }),
        cancellationToken);

    private static StoredHistory Load(SqliteConnection connection, ConversationRow row)
    {
        StoredConversation properties = row.ToProperties();
        // One more than is shown tells whether there are older ones.
        EntryPage newest = ReadBefore(connection, properties.Id, EntryOrder.End, ChatLimits.RecentMessages + 1);
        return new StoredHistory(
            properties, newest.TakeLast(ChatLimits.RecentMessages), newest.Messages.Count > ChatLimits.RecentMessages,
            ConversationTable.CountUnread(connection, row), row.ReadUpTo)
        {
            Setbacks = SetbackTables.Read(connection, row.Number),
            DeleteAt = Columns.ToTime(row.DeleteAt),
        };
    }

    // SQLite blocks its thread while the disk turns, so it gets one of the pool.
    private async Task<T> AskAsync<T>(Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        await ahead().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Task.Run(
            () =>
            {
                try
                {
                    using SqliteConnection connection = database.OpenReader();
                    return question(connection);
                }
                catch (Exception failure) when (failure is SqliteException or IOException)
                {
                    throw new StorageException("The history could not be read: " + failure.Message, failure);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }
}
