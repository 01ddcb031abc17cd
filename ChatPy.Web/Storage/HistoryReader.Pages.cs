using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <content>Pages of messages, as they are shown.</content>
internal sealed partial class HistoryReader
{
    /// <summary>Rows of changes read for one page. Only a peer that means harm sends more, and what it loses is reactions.</summary>
    private const int MaxChanges = 4_000;

    /// <summary>Bytes of an emoji, the longest of which have some 35.</summary>
    private const int MaxReactionBytes = 64;

    // The last word of each author on each message, and on each emoji under it: what came before is not read at all. What a message says goes before
    // what is under it: no number of reactions may bring back what was changed or taken back.
    private const string Changes = $"""
        WHERE e.arrival IN (
            SELECT arrival FROM (
                SELECT c.arrival, c.kind, row_number() OVER (
                    PARTITION BY c.target, c.author, c.{EntryTable.ChangesText}, CASE WHEN NOT c.{EntryTable.ChangesText} THEN c.text END
                    ORDER BY c.clock DESC, c.sequence DESC) AS age
                FROM entry c
                WHERE c.conversation = (SELECT number FROM conversation WHERE id = @conversation) AND c.is_message = 0 AND c.target IN @ids
                  AND (c.{EntryTable.ChangesText} OR length(CAST(c.text AS BLOB)) <= @reaction))
            WHERE age = 1 ORDER BY {EntryTable.ChangesText} DESC LIMIT @limit)
        """;

    public Task<IReadOnlyList<SearchMatch>> SearchAsync(SearchQuery query, long before, int count, CancellationToken cancellationToken) =>
        AskAsync(connection => SearchIndex.Find(connection, query, before, count), cancellationToken);

    /// <inheritdoc cref="SearchIndex.FindDamage"/>
    public Task<string?> FindIndexDamageAsync(CancellationToken cancellationToken) => AskAsync(SearchIndex.FindDamage, cancellationToken);

    public Task<EntryPage> ReadBeforeAsync(ConversationId conversation, EntryOrder before, int count, CancellationToken cancellationToken) =>
        AskAsync(connection => ReadBefore(connection, conversation, before, count), cancellationToken);

    public Task<EntryPage> ReadAfterAsync(ConversationId conversation, EntryOrder after, int count, CancellationToken cancellationToken) =>
        AskAsync(connection => Complete(connection, conversation, Read(connection, conversation, ">", "ASC", after, count)), cancellationToken);

    public Task<EntryPage> ReadAsync(ConversationId conversation, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        AskAsync(connection => Complete(connection, conversation, Find(connection, conversation, ids)), cancellationToken);

    public Task<Guid?> FindUnreadAsync(ConversationId conversation, PeerId reader, CancellationToken cancellationToken) => AskAsync(
        connection => connection.QuerySingleOrDefault<byte[]?>(
            """
            SELECT e.id FROM conversation c JOIN author_log l ON l.conversation = c.number JOIN entry e ON e.log = l.number
            WHERE c.id = @conversation AND l.author <> @reader AND e.arrival > c.read_up_to AND e.is_message = 1
            ORDER BY e.arrival LIMIT 1
            """,
            new { conversation = conversation.ToColumn(), reader = reader.ToColumn() }) is { } id ? Columns.ToGuid(id) : (Guid?)null,
        cancellationToken);

    public Task<IReadOnlyList<Entry>> ReadVersionsAsync(ConversationId conversation, Guid id, int count, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<Entry>>(
            connection =>
            {
                List<Entry> versions = connection.ReadEntries(
                    conversation,
                    $"""
                    WHERE {Conversation} AND e.is_message = 0 AND e.target = @id AND e.{EntryTable.ChangesText}
                      AND e.author = (SELECT t.author FROM entry t WHERE t.conversation = e.conversation AND t.id = @id)
                    ORDER BY e.clock DESC, e.sequence DESC LIMIT @count
                    """,
                    new { conversation = conversation.ToColumn(), id = id.ToColumn(), count });
                versions.Reverse();
                return versions;
            },
            cancellationToken);

    private static EntryPage ReadBefore(SqliteConnection connection, ConversationId conversation, EntryOrder before, int count)
    {
        List<Entry> newestFirst = Read(connection, conversation, "<", "DESC", before, count);
        newestFirst.Reverse();
        return Complete(connection, conversation, newestFirst);
    }

    private static List<Entry> Read(SqliteConnection connection, ConversationId conversation, string side, string direction, EntryOrder from, int count) =>
        connection.ReadEntries(
            conversation,
            $"""
            WHERE {Conversation} AND e.is_message = 1 AND (e.clock, e.author, e.sequence) {side} (@clock, @author, @sequence)
            ORDER BY e.clock {direction}, e.author {direction}, e.sequence {direction} LIMIT @count
            """,
            new
            {
                conversation = conversation.ToColumn(),
                clock = from.Clock.ToColumn(),
                author = from.Author.ToColumn(),
                sequence = from.Sequence,
                count,
            });

    private static List<Entry> Find(SqliteConnection connection, ConversationId conversation, IReadOnlyCollection<Guid> ids) => ids.Count == 0 ? [] : connection.ReadEntries(
        conversation, $"WHERE {Conversation} AND e.id IN @ids", new { conversation = conversation.ToColumn(), ids = ids.Select(id => id.ToColumn()) });

    /// <summary>Adds what the messages quote, and what has become of them and of what they quote.</summary>
    private static EntryPage Complete(SqliteConnection connection, ConversationId conversation, IEnumerable<Entry> entries)
    {
        Entry[] messages = [.. entries.Where(entry => entry.IsMessage).OrderBy(entry => entry.Order)];
        if (messages.Length == 0) { return EntryPage.Empty; }

        List<Entry> quoted = Find(connection, conversation, [.. messages.Where(entry => entry.Kind == EntryKind.Reply).Select(entry => entry.Target).Distinct()]);
        List<Entry> changes = connection.ReadEntries(conversation, Changes, new
        {
            conversation = conversation.ToColumn(),
            ids = messages.Concat(quoted).Select(entry => entry.Id.ToColumn()).ToArray(),
            reaction = MaxReactionBytes,
            limit = MaxChanges,
        });
        return new EntryPage(messages, [.. quoted, .. changes]);
    }
}
