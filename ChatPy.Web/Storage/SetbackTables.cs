using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>What is written about a log that was lost, rolled back or is fetched back. Runs inside the writer's transaction.</summary>
internal static class SetbackTables
{
    private const string Mine = "conversation = (SELECT number FROM conversation WHERE id = @conversation) AND author = @author AND is_imported = 0";

    /// <summary>Whether the conversation has an entry of this id, or had one that was deleted. What a saved file says is no such entry.</summary>
    public static bool Holds(WriteConnection connection, long conversation, Guid id)
    {
        using SqliteDataReader reader = connection.Query(
            """
            SELECT 1 FROM entry e JOIN author_log l ON l.number = e.log WHERE e.conversation = @conversation AND e.id = @id AND l.is_imported = 0
            UNION ALL SELECT 1 FROM deleted_entry WHERE conversation = @conversation AND id = @id
            """, ("@conversation", conversation), ("@id", id.ToColumn()));
        return reader.Read();
    }

    /// <summary>Remembers the last id of a log whose entry stands in another epoch.</summary>
    public static void NoteLast(WriteConnection connection, long log, Guid id) =>
        connection.Execute("UPDATE author_log SET last_id = @id WHERE number = @log", ("@id", id.ToColumn()), ("@log", log));

    /// <summary>Remembers that an epoch was mine, before the present one is begun; and forgets names of epochs that brought nothing.</summary>
    public static void NoteEpoch(WriteConnection connection, ConversationId conversation, PeerId author, Guid epoch) => connection.Connection.Execute(
        $"""
        DELETE FROM author_log WHERE {Mine} AND is_current = 0 AND high_water = 0 AND epoch <> @epoch
          AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.log = author_log.number);
        INSERT INTO author_log (conversation, author, epoch, is_current)
        SELECT number, @author, @epoch, 0 FROM conversation WHERE id = @conversation
        ON CONFLICT DO NOTHING
        """,
        new { conversation = conversation.ToColumn(), author = author.ToColumn(), epoch = epoch.ToColumn() });

    /// <inheritdoc cref="IMessageStore.ForgetDeliveriesAsync"/>
    public static void ForgetDeliveries(WriteConnection connection, ConversationId conversation, PeerId author, Guid epoch, long sequence) =>
        connection.Connection.Execute(
            $"""
            CREATE TEMP TABLE forgotten AS
            SELECT number, CASE WHEN epoch = @epoch THEN @sequence ELSE 0 END AS kept
            FROM author_log
            WHERE {Mine} AND number >= coalesce((SELECT number FROM author_log WHERE {Mine} AND epoch = @epoch), 0);
            UPDATE entry SET delivered_at = NULL FROM forgotten f WHERE entry.log = f.number AND entry.sequence > f.kept AND delivered_at IS NOT NULL;
            INSERT OR IGNORE INTO delivery_mark (log, step, up_to, at)
            SELECT log, step, f.kept, at FROM forgotten f JOIN delivery_mark m ON m.log = f.number
            WHERE m.step = @delivered AND m.up_to > f.kept AND f.kept > 0 ORDER BY m.up_to;
            DELETE FROM delivery_mark WHERE step = @delivered AND up_to > (SELECT f.kept FROM forgotten f WHERE f.number = log);
            UPDATE author_log SET delivered = min(delivered, f.kept) FROM forgotten f WHERE author_log.number = f.number;
            DROP TABLE forgotten
            """,
            new { conversation = conversation.ToColumn(), author = author.ToColumn(), epoch = epoch.ToColumn(), sequence, delivered = (int)DeliveryStep.Delivered });

    public static void Save(WriteConnection connection, ConversationId conversation, Setback setback) => connection.Execute(
        """
        INSERT OR REPLACE INTO setback (conversation, kind, noticed_at, entries)
        SELECT number, @kind, @noticedAt, @entries FROM conversation WHERE id = @conversation
        """,
        ("@kind", (int)setback.Kind), ("@noticedAt", setback.NoticedAt.ToColumn()), ("@entries", setback.Entries), ("@conversation", conversation.ToColumn()));

    public static void Drop(WriteConnection connection, ConversationId conversation, SetbackKind kind) => connection.Execute(
        "DELETE FROM setback WHERE conversation = (SELECT number FROM conversation WHERE id = @conversation) AND kind = @kind",
        ("@conversation", conversation.ToColumn()), ("@kind", (int)kind));

    /// <summary>The notices of a conversation, the gravest first.</summary>
    public static Setback[] Read(SqliteConnection connection, long conversation) => connection
        .Query<(long Kind, long NoticedAt, long? Entries)>(
            "SELECT kind, noticed_at, entries FROM setback WHERE conversation = @conversation ORDER BY kind", new { conversation })
        .Select(row => new Setback((SetbackKind)row.Kind, Columns.ToTime(row.NoticedAt), row.Entries))
        .ToArray();
}
