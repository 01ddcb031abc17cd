using System.Text;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <summary>What can happen to the logs of a conversation. Each runs inside the writer's transaction.</summary>
internal sealed class LogWriter(TimeProvider time)
{
    /// <inheritdoc cref="IMessageStore.AppendAsync"/>
    public Entry Append(WriteConnection connection, ConversationId conversation, PeerId author, Guid id, string text)
    {
        LogHead head = LogTables.FindCurrent(connection, conversation, author, id);
        if (head.Existing is { } arrival) { return EntryRow.Find(connection.Connection, conversation, arrival); }

        Guid epoch = head.Log is null ? Guid.NewGuid() : head.Epoch;
        long log = head.Log ?? LogTables.Create(connection, head.Conversation, author, epoch);
        DateTimeOffset now = time.GetUtcNow();
        var entry = new Entry
        {
            Conversation = conversation,
            Author = author,
            Epoch = epoch,
            Sequence = head.HighWater + 1,
            Id = id,
            Clock = head.LastClock.Next(now),
            Text = AsStored(text),
        };
        return LogTables.Insert(connection, head.Conversation, log, entry, now);
    }

    /// <inheritdoc cref="IMessageStore.ReceiveAsync"/>
    /// <remarks>
    /// Each epoch has its own sequence. One that was not known yet becomes the author's present one with its first entry; an older one
    /// that still arrives is stored in its place and changes nothing about which is present.
    /// </remarks>
    public ReceiveResult Receive(WriteConnection connection, Entry entry)
    {
        LogHead head = LogTables.Find(connection, entry);
        if (entry.Sequence <= head.HighWater)
        {
            // The number is taken. By this very entry, unless its author forgot that it ever used it.
            ReceiveOutcome outcome = SetbackTables.Holds(connection, head.Conversation, entry.Id) ? ReceiveOutcome.Duplicate : ReceiveOutcome.Conflict;
            return new ReceiveResult(outcome, head.HighWater, null);
        }

        if (entry.Sequence > head.HighWater + 1) { return new ReceiveResult(ReceiveOutcome.Gap, head.HighWater, null); }

        long log = head.Log ?? LogTables.Create(connection, head.Conversation, entry.Author, entry.Epoch);
        if (head.Existing is not null)
        {
            // Numbered again under a new epoch by an author who did not know that it had come: it counts, and is not shown twice.
            LogTables.Advance(connection, log, entry.Sequence);
            SetbackTables.NoteLast(connection, log, entry.Id);
            return new ReceiveResult(ReceiveOutcome.Duplicate, entry.Sequence, null);
        }

        Entry stored = LogTables.Insert(connection, head.Conversation, log, entry with { Text = AsStored(entry.Text) }, time.GetUtcNow());
        return new ReceiveResult(ReceiveOutcome.Stored, stored.Sequence, stored);
    }

    /// <inheritdoc cref="IMessageStore.StartEpochAsync"/>
    public static LogPosition StartEpoch(WriteConnection connection, ConversationId conversation, PeerId author)
    {
        var epoch = Guid.NewGuid();
        LogHead head = LogTables.FindCurrent(connection, conversation, author, Guid.Empty);
        long log = LogTables.Create(connection, head.Conversation, author, epoch);
        int moved = connection.Connection.Execute(
            """
            UPDATE entry SET log = @log, sequence = again.sequence
            FROM (
                SELECT arrival, row_number() OVER (ORDER BY clock, sequence, arrival) AS sequence
                FROM entry
                WHERE log IN (SELECT number FROM author_log WHERE conversation = @conversation AND author = @author) AND delivered_at IS NULL
            ) AS again
            WHERE entry.arrival = again.arrival
            """,
            new { log, conversation = head.Conversation, author = author.ToColumn() });
        LogTables.Advance(connection, log, moved);
        return new LogPosition(epoch, moved, 0);
    }

    // UTF-8 has no lone surrogates: what is kept in memory must be what a restart reads back.
    private static string AsStored(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
