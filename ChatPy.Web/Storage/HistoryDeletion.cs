using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <summary>Deletes a history. Runs inside the writer's transaction.</summary>
internal static class HistoryDeletion
{
    /// <summary>Entries deleted in one go: what else is to be written need not wait for a long history.</summary>
    public const int AtOnce = 256;

    private const string NoteLast = """
        UPDATE author_log SET last_id = coalesce((SELECT e.id FROM entry e WHERE e.log = author_log.number AND e.sequence = author_log.high_water), last_id)
        WHERE conversation = @number
        """;

    private const string Delete = """
        DELETE FROM entry WHERE arrival IN (
            SELECT e.arrival FROM entry e JOIN conversation c ON c.number = e.conversation JOIN author_log l ON l.number = e.log
            WHERE e.conversation = @number AND e.arrival <= @upTo AND CASE
                WHEN e.author <> @me OR l.is_imported THEN true
                WHEN c.kind = @plain THEN @evenUnsent OR e.sequence <= l.sent OR e.failed_at IS NOT NULL
                ELSE e.sequence <= l.delivered
                END
            LIMIT @limit)
        RETURNING id, arrival
        """;

    private const string Remember = "INSERT OR IGNORE INTO deleted_entry (conversation, id) VALUES (@number, @id)";

    private const string Finish = """
        UPDATE conversation SET read_up_to = max(read_up_to, delete_up_to), delete_up_to = NULL, delete_at = NULL WHERE number = @number;
        DELETE FROM delivery_mark
        WHERE log IN (SELECT number FROM author_log WHERE conversation = @number)
          AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.log = delivery_mark.log AND e.sequence <= delivery_mark.up_to)
        """;

    public static void Plan(WriteConnection connection, ConversationId conversation, DateTimeOffset at) => connection.Connection.Execute(
        "UPDATE conversation SET delete_up_to = (SELECT coalesce(max(arrival), 0) FROM entry), delete_at = @at WHERE id = @id",
        new { at = at.ToColumn(), id = conversation.ToColumn() });

    public static bool Cancel(WriteConnection connection, ConversationId conversation, DateTimeOffset now) => connection.Connection.Execute(
        "UPDATE conversation SET delete_up_to = NULL, delete_at = NULL WHERE id = @id AND delete_at > @now",
        new { id = conversation.ToColumn(), now = now.ToColumn() }) > 0;

    /// <inheritdoc cref="IMessageStore.DeleteHistoryAsync"/>
    /// <remarks>
    /// A log is no longer than before and no shorter: its high water and its marks stay, with the id of the last entry, by which the two sides
    /// recognise it. Each entry leaves its id behind: others may send theirs again, and the peer may give mine back.
    /// </remarks>
    public static bool DeleteSome(WriteConnection connection, ConversationId conversation, PeerId me, bool evenUnsent)
    {
        (long Number, long UpTo)? planned = connection.Connection.QuerySingleOrDefault<(long, long)?>(
            "SELECT number, delete_up_to FROM conversation WHERE id = @id AND delete_up_to IS NOT NULL", new { id = conversation.ToColumn() });
        if (planned is not var (number, upTo)) { return false; }

        connection.Connection.Execute(NoteLast, new { number });
        (byte[] Id, long Arrival)[] deleted = [.. connection.Connection.Query<(byte[], long)>(
            Delete, new { number, upTo, me = me.ToColumn(), plain = (int)ConversationKind.Plain, evenUnsent, limit = AtOnce })];
        foreach ((byte[] id, long arrival) in deleted)
        {
            connection.Execute(SearchIndex.Forget, ("@arrival", arrival));
            connection.Execute(Remember, ("@number", number), ("@id", id));
        }

        bool isMore = deleted.Length == AtOnce || SearchIndex.Purge(connection);
        if (isMore) { return true; }

        connection.Connection.Execute(Finish, new { number });
        connection.HasDeleted = true;
        return false;
    }
}
