using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>
/// What a saved file says was written, beside the logs: each author of a conversation has one log for it that is never present, has an epoch
/// nobody knows, and is left out wherever it is asked what a log holds. So a file can promise nothing to a peer. Runs inside the writer's
/// transaction.
/// </summary>
internal static class ImportedEntries
{
    private const string Log = """
        SELECT c.number, l.number, l.high_water
        FROM conversation c LEFT JOIN author_log l ON l.conversation = c.number AND l.author = @author AND l.is_imported = 1
        WHERE c.id = @conversation
        """;

    private const string Begin = """
        INSERT INTO author_log (conversation, author, epoch, is_current, is_imported) VALUES (@conversation, @author, @epoch, 0, 1)
        """;

    // Also what was deleted: whoever brings it back wants it.
    private const string Insert = """
        INSERT INTO entry (arrival, conversation, log, sequence, author, id, clock, text, stored_at, sent_at, delivered_at, read_at, failed_at, kind, target, is_message)
        VALUES (@arrival, @conversation, @log, @sequence, @author, @id, @clock, @text, @storedAt, @sentAt, @deliveredAt, @readAt, @failedAt, @kind, @target, @isMessage)
        ON CONFLICT (conversation, id) DO NOTHING
        """;

    private const string Known = """
        SELECT e.arrival, e.text FROM author_log l JOIN entry e ON e.conversation = l.conversation AND e.id = @id JOIN author_log f ON f.number = e.log
        WHERE l.number = @log AND f.is_imported = 1 AND f.author = l.author
        """;

    private const string Settle = """
        UPDATE OR IGNORE entry
        SET log = @log, sequence = @sequence, author = @author, clock = @clock, text = @text, kind = @kind, target = @target, is_message = @isMessage,
            sent_at = @deliveredAt, delivered_at = @deliveredAt
        WHERE arrival = @arrival
        """;

    private const string Index = """
        INSERT INTO message_text (rowid, text, place) SELECT @arrival, @text, 'c' || conversation FROM entry WHERE arrival = @arrival AND is_message = 1
        """;

    /// <inheritdoc cref="IMessageStore.StoreImportedAsync"/>
    public static int Store(WriteConnection connection, IReadOnlyList<ImportedMessage> messages)
    {
        int stored = 0;
        foreach (ImportedMessage message in messages)
        {
            if (!Put(connection, message.Entry)) { continue; }

            stored++;
            foreach (Entry change in message.Changes) { Put(connection, change); }
            // The schedule of the index looks at what arrives, and this comes before all of it. If the index began anew it comes to it as well: a row that is there is put anew.
            if (message.Text.Length > 0) { connection.Execute(Index, ("@arrival", message.Entry.Arrival), ("@text", message.Text)); }
        }

        return stored;
    }

    /// <summary>
    /// The entry has come by its log: what a file said under its id becomes that entry, in its place among the arrivals, so that nothing is
    /// unread a second time. What it says of another author stays: nobody takes the place of somebody else's words by their id.
    /// </summary>
    /// <returns>False if no file said anything of it.</returns>
    public static bool GiveWay(WriteConnection connection, long log, Entry entry, DateTimeOffset? deliveredAt)
    {
        (long arrival, string said) = (0, "");
        using (SqliteDataReader reader = connection.Query(Known, ("@id", entry.Id.ToColumn()), ("@log", log)))
        {
            if (!reader.Read()) { return false; }
            (arrival, said) = (reader.GetInt64(0), reader.GetString(1));
        }

        int rows = connection.Execute(
            Settle,
            ("@log", log), ("@sequence", entry.Sequence), ("@author", entry.Author.ToColumn()), ("@clock", entry.Clock.ToColumn()), ("@text", entry.Text),
            ("@kind", (int)entry.Kind), ("@target", entry.TargetColumn()), ("@isMessage", entry.IsMessage), ("@deliveredAt", deliveredAt?.ToColumn()), ("@arrival", arrival));
        if (rows == 0 || said == entry.Text) { return rows > 0; }

        // If it was edited, the edit is on its way as well, and will have the last word in the index, too.
        connection.Execute(SearchIndex.Forget, ("@arrival", arrival));
        connection.Execute(Index, ("@arrival", arrival), ("@text", entry.Text));
        return true;
    }

    private static bool Put(WriteConnection connection, Entry entry)
    {
        (long conversation, long log, long sequence) = FindLog(connection, entry.Conversation, entry.Author);
        int rows = connection.Execute(
            Insert,
            ("@arrival", entry.Arrival), ("@conversation", conversation), ("@log", log), ("@sequence", sequence + 1), ("@author", entry.Author.ToColumn()),
            ("@id", entry.Id.ToColumn()), ("@clock", entry.Clock.ToColumn()), ("@text", entry.Text), ("@storedAt", entry.StoredAt.ToColumn()),
            ("@sentAt", entry.SentAt?.ToColumn()), ("@deliveredAt", entry.DeliveredAt?.ToColumn()), ("@readAt", entry.ReadAt?.ToColumn()),
            ("@failedAt", entry.FailedAt?.ToColumn()), ("@kind", (int)entry.Kind), ("@target", entry.TargetColumn()), ("@isMessage", entry.IsMessage));
        if (rows == 0) { return false; }

        LogTables.Advance(connection, log, sequence + 1);
        LogTables.AdvanceClock(connection, conversation, entry.Clock);
        return true;
    }

    private static (long Conversation, long Log, long Sequence) FindLog(WriteConnection connection, ConversationId id, PeerId author)
    {
        long conversation;
        using (SqliteDataReader reader = connection.Query(Log, ("@author", author.ToColumn()), ("@conversation", id.ToColumn())))
        {
            if (!reader.Read()) { throw new InvalidOperationException($"Conversation {id} must be saved before its entries."); }

            conversation = reader.GetInt64(0);
            if (!reader.IsDBNull(1)) { return (conversation, reader.GetInt64(1), reader.GetInt64(2)); }
        }

        connection.Execute(Begin, ("@conversation", conversation), ("@author", author.ToColumn()), ("@epoch", Guid.NewGuid().ToColumn()));
        return (conversation, connection.LastRow, 0);
    }
}
