using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>What writing to a log needs to know, read in one go.</summary>
/// <param name="Conversation">The row number of the conversation.</param>
/// <param name="LastClock">The latest clock of the conversation.</param>
/// <param name="Log">The row number of the log; none if there is no such log yet.</param>
/// <param name="Epoch">The epoch of that log.</param>
/// <param name="HighWater">The last sequence number of that log.</param>
/// <param name="Existing">The arrival of the entry that has the id already, if one was asked for and has.</param>
/// <param name="HasDeletions">Whether anything of the conversation was deleted, whose ids must not come again.</param>
internal readonly record struct LogHead(long Conversation, LogClock LastClock, long? Log, Guid Epoch, long HighWater, long? Existing, bool HasDeletions);

/// <summary>The steps that appending, receiving and starting an epoch are made of. All run inside the writer's transaction.</summary>
internal static class LogTables
{
    // What is written here was not deleted before.
    private const string HeadOfCurrent = """
        SELECT c.number, c.last_clock, l.number, l.epoch, l.high_water, e.arrival, 0
        FROM conversation c
        LEFT JOIN entry e ON e.conversation = c.number AND e.id = @id
        LEFT JOIN author_log l ON l.conversation = c.number AND l.author = @author AND l.is_current = 1
        WHERE c.id = @conversation
        """;

    private const string HeadOfEpoch = """
        SELECT c.number, c.last_clock, l.number, l.epoch, l.high_water, NULL, EXISTS (SELECT 1 FROM deleted_entry WHERE conversation = c.number)
        FROM conversation c
        LEFT JOIN author_log l ON l.conversation = c.number AND l.author = @author AND l.epoch = @epoch
        WHERE c.id = @conversation
        """;

    /// <summary>The head of the author's present epoch.</summary>
    public static LogHead FindCurrent(WriteConnection connection, ConversationId conversation, PeerId author, Guid id) =>
        Read(conversation, connection.Query(HeadOfCurrent, ("@id", id.ToColumn()), ("@author", author.ToColumn()), ("@conversation", conversation.ToColumn())));

    /// <summary>The head of the log that the entry says it belongs to, present epoch or not.</summary>
    public static LogHead Find(WriteConnection connection, Entry entry) => Read(entry.Conversation, connection.Query(
        HeadOfEpoch, ("@author", entry.Author.ToColumn()), ("@epoch", entry.Epoch.ToColumn()), ("@conversation", entry.Conversation.ToColumn())));

    /// <summary>Begins a log, which is the author's present one from now on.</summary>
    /// <returns>Its row number.</returns>
    public static long Create(WriteConnection connection, long conversation, PeerId author, Guid epoch)
    {
        byte[] writer = author.ToColumn();
        connection.Execute(
            "UPDATE author_log SET is_current = 0 WHERE conversation = @conversation AND author = @author AND is_current = 1",
            ("@conversation", conversation), ("@author", writer));
        connection.Execute(
            "INSERT INTO author_log (conversation, author, epoch, is_current) VALUES (@conversation, @author, @epoch, 1)",
            ("@conversation", conversation), ("@author", writer), ("@epoch", epoch.ToColumn()));
        return connection.LastRow;
    }

    /// <summary>Stores the entry. Its log and its conversation are still to be moved on.</summary>
    /// <returns>The entry as it is kept; nothing if the conversation has one of that id, or had.</returns>
    public static Entry? Insert(WriteConnection connection, LogHead head, long log, Entry entry, DateTimeOffset now)
    {
        byte[] id = entry.Id.ToColumn();
        if (head.HasDeletions && WasDeleted(connection, head.Conversation, id)) { return null; }

        // One row by VALUES: for an INSERT from a SELECT, SQLite would copy each page before it changes it.
        int rows = connection.Execute(
            """
            INSERT INTO entry (conversation, log, sequence, author, id, clock, text, stored_at, kind, target, is_message)
            VALUES (@conversation, @log, @sequence, @author, @id, @clock, @text, @now, @kind, @target, @isMessage)
            ON CONFLICT (conversation, id) DO NOTHING
            """,
            ("@conversation", head.Conversation), ("@log", log), ("@sequence", entry.Sequence), ("@author", entry.Author.ToColumn()),
            ("@id", id), ("@clock", entry.Clock.ToColumn()), ("@text", entry.Text), ("@now", now.ToColumn()),
            ("@kind", (int)entry.Kind), ("@target", entry.TargetColumn()), ("@isMessage", entry.IsMessage));
        return rows == 0
            ? null
            : entry with { StoredAt = Columns.ToTime(now.ToColumn()), SentAt = null, DeliveredAt = null, FailedAt = null, Arrival = connection.LastRow };
    }

    private static bool WasDeleted(WriteConnection connection, long conversation, byte[] id)
    {
        using SqliteDataReader reader = connection.Query(
            "SELECT 1 FROM deleted_entry WHERE conversation = @conversation AND id = @id", ("@conversation", conversation), ("@id", id));
        return reader.Read();
    }

    /// <summary>Notes how far a log goes.</summary>
    public static void Advance(WriteConnection connection, long log, long highWater) =>
        connection.Execute("UPDATE author_log SET high_water = @highWater WHERE number = @log", ("@highWater", highWater), ("@log", log));

    /// <summary>Notes the latest clock of a conversation, unless it has a later one.</summary>
    public static void AdvanceClock(WriteConnection connection, long conversation, LogClock clock) => connection.Execute(
        "UPDATE conversation SET last_clock = max(last_clock, @clock) WHERE number = @conversation",
        ("@clock", clock.ToColumn()), ("@conversation", conversation));

    private static LogHead Read(ConversationId conversation, SqliteDataReader reader)
    {
        using (reader)
        {
            if (!reader.Read()) { throw new InvalidOperationException($"Conversation {conversation} must be saved before its entries."); }

            long? existing = reader.IsDBNull(5) ? null : reader.GetInt64(5);
            LogClock lastClock = Columns.ToClock(reader.GetInt64(1));
            bool hasDeletions = reader.GetBoolean(6);
            return reader.IsDBNull(2)
                ? new LogHead(reader.GetInt64(0), lastClock, null, Guid.Empty, 0, existing, hasDeletions)
                : new LogHead(reader.GetInt64(0), lastClock, reader.GetInt64(2), Columns.ToGuid(reader.GetFieldValue<byte[]>(3)), reader.GetInt64(4), existing, hasDeletions);
        }
    }
}
