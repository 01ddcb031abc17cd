using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <summary>Puts entries of my own log back where they were. Runs inside the writer's transaction.</summary>
internal static class FetchedEntries
{
    private const string Log = """
        SELECT l.number, l.is_current FROM author_log l JOIN conversation c ON c.number = l.conversation
        WHERE c.id = @conversation AND l.author = @author AND l.epoch = @epoch
        """;

    // Never made current: what is written from now on stands in the present epoch.
    private const string Begin = """
        INSERT INTO author_log (conversation, author, epoch, is_current)
        SELECT number, @author, @epoch, 0 FROM conversation WHERE id = @conversation
        """;

    private const string Insert = """
        INSERT INTO entry (conversation, log, sequence, author, id, clock, text, stored_at, sent_at, delivered_at, kind, target, is_message)
        SELECT number, @log, @sequence, @author, @id, @clock, @text, @now, @now, @now, @kind, @target, @isMessage FROM conversation
        WHERE id = @conversation AND NOT EXISTS (SELECT 1 FROM deleted_entry d WHERE d.conversation = number AND d.id = @id)
        ON CONFLICT DO NOTHING
        """;

    private const string Advance = """
        UPDATE author_log SET high_water = max(high_water, @sequence), sent = max(sent, @sequence), delivered = max(delivered, @sequence) WHERE number = @log
        """;

    private const string AdvanceClock = "UPDATE conversation SET last_clock = max(last_clock, @clock) WHERE id = @conversation";

    /// <inheritdoc cref="IMessageStore.StoreFetchedAsync"/>
    public static IReadOnlyList<Entry> Store(WriteConnection connection, IReadOnlyList<Entry> entries, DateTimeOffset now)
    {
        List<Entry> stored = [];
        foreach (Entry entry in entries)
        {
            if (FindLog(connection, entry) is not { } log) { continue; }

            int rows = connection.Execute(
                Insert,
                ("@log", log), ("@sequence", entry.Sequence), ("@author", entry.Author.ToColumn()), ("@id", entry.Id.ToColumn()),
                ("@clock", entry.Clock.ToColumn()), ("@text", entry.Text), ("@now", now.ToColumn()),
                ("@kind", (int)entry.Kind), ("@target", entry.TargetColumn()), ("@isMessage", entry.IsMessage), ("@conversation", entry.Conversation.ToColumn()));
            long arrival = connection.LastRow;
            connection.Execute(Advance, ("@sequence", entry.Sequence), ("@log", log));
            if (rows == 0)
            {
                ImportedEntries.GiveWay(connection, log, entry, deliveredAt: now);
                continue;
            }

            connection.Execute(AdvanceClock, ("@clock", entry.Clock.ToColumn()), ("@conversation", entry.Conversation.ToColumn()));
            stored.Add(connection.Connection.FindEntry(entry.Conversation, arrival));
        }

        return stored;
    }

    private static long? FindLog(WriteConnection connection, Entry entry)
    {
        using (var reader = connection.Query(
            Log, ("@conversation", entry.Conversation.ToColumn()), ("@author", entry.Author.ToColumn()), ("@epoch", entry.Epoch.ToColumn())))
        {
            if (reader.Read()) { return reader.GetBoolean(1) ? null : reader.GetInt64(0); }
        }

        connection.Execute(
            Begin, ("@author", entry.Author.ToColumn()), ("@epoch", entry.Epoch.ToColumn()), ("@conversation", entry.Conversation.ToColumn()));
        return connection.LastRow;
    }
}
