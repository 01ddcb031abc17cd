using System.Text;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <summary>What can happen to the logs of a conversation. Each runs inside the writer's transaction.</summary>
internal sealed class LogWriter(TimeProvider time)
{
    /// <inheritdoc cref="IMessageStore.AppendAsync"/>
    public Entry Append(WriteConnection connection, ConversationId conversation, PeerId author, Draft draft)
    {
        LogHead head = LogTables.FindCurrent(connection, conversation, author, draft.Id);
        if (head.Existing is { } arrival) { return connection.Connection.FindEntry(conversation, arrival); }

        Guid epoch = head.Log is null ? Guid.NewGuid() : head.Epoch;
        long log = head.Log ?? LogTables.Create(connection, head.Conversation, author, epoch);
        DateTimeOffset now = time.GetUtcNow();
        var entry = new Entry
        {
            Conversation = conversation,
            Author = author,
            Epoch = epoch,
            Sequence = head.HighWater + 1,
            Id = draft.Id,
            Clock = head.LastClock.Next(now),
            Text = AsStored(draft.Text),
            Kind = draft.Kind,
            Target = draft.Target,
        };
        Entry stored = LogTables.Insert(connection, head, log, entry, now)
            ?? throw new InvalidOperationException($"Entry {draft.Id} appeared between looking for it and storing it.");
        LogTables.Advance(connection, log, stored.Sequence);
        LogTables.AdvanceClock(connection, head.Conversation, stored.Clock);
        return stored;
    }

    /// <inheritdoc cref="IMessageStore.ResendAsync"/>
    public Entry? Resend(WriteConnection connection, ConversationId conversation, PeerId author, Guid failed, Guid id)
    {
        string? text = connection.Connection.QuerySingleOrDefault<string?>(
            """
            DELETE FROM entry
            WHERE id = @failed AND author = @author AND sent_at IS NULL
              AND (failed_at IS NOT NULL OR sequence > (SELECT sent FROM author_log WHERE number = log))
              AND conversation = (SELECT number FROM conversation WHERE id = @conversation AND kind = @plain)
            RETURNING text
            """,
            new { failed = failed.ToColumn(), author = author.ToColumn(), conversation = conversation.ToColumn(), plain = (int)ConversationKind.Plain });
        return text is null ? null : Append(connection, conversation, author, new Draft(id, text));
    }

    /// <inheritdoc cref="IMessageStore.ReceiveAsync"/>
    /// <remarks>
    /// Each epoch has its own sequence. One that was not known yet becomes the author's present one with its first entry; an older one
    /// that still arrives is stored in its place and changes nothing about which is present.
    /// </remarks>
    public ReceiveResult Receive(WriteConnection connection, IReadOnlyList<Entry> entries)
    {
        LogHead head = LogTables.Find(connection, entries[0]);
        DateTimeOffset now = time.GetUtcNow();
        List<Entry> stored = new(entries.Count);
        (long? log, long highWater, LogClock latest) = (head.Log, head.HighWater, default);
        ReceiveOutcome outcome = ReceiveOutcome.Duplicate;
        foreach (Entry entry in entries)
        {
            if (entry.Sequence > highWater + 1)
            {
                outcome = ReceiveOutcome.Gap;
                break;
            }

            if (entry.Sequence <= highWater)
            {
                // The number is taken. By this very entry, unless its author forgot that it ever used it.
                outcome = SetbackTables.Holds(connection, head.Conversation, entry.Id) ? ReceiveOutcome.Duplicate : ReceiveOutcome.Conflict;
                if (outcome == ReceiveOutcome.Conflict) { break; }
                continue;
            }

            log ??= LogTables.Create(connection, head.Conversation, entry.Author, entry.Epoch);
            highWater = entry.Sequence;
            latest = new LogClock(Math.Max(latest.Value, entry.Clock.Value));
            Entry arrived = entry with { Text = AsStored(entry.Text) };
            if (LogTables.Insert(connection, head, log.Value, arrived, now) is not { } kept)
            {
                outcome = ReceiveOutcome.Duplicate;
                // What a saved file said of it is known for sure now. Or it was numbered again under a new epoch by an author who did not know
                // that it had come: it counts, and is not shown twice.
                if (!ImportedEntries.GiveWay(connection, log.Value, arrived, deliveredAt: null)) { SetbackTables.NoteLast(connection, log.Value, entry.Id); }
                continue;
            }

            outcome = ReceiveOutcome.Stored;
            stored.Add(kept);
        }

        if (highWater > head.HighWater) { LogTables.Advance(connection, log!.Value, highWater); }
        if (latest.CompareTo(head.LastClock) > 0) { LogTables.AdvanceClock(connection, head.Conversation, latest); }
        return new ReceiveResult(outcome, highWater, stored);
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
                SELECT e.arrival, row_number() OVER (ORDER BY e.clock, e.sequence, e.arrival) AS sequence
                FROM entry e JOIN author_log l ON l.number = e.log
                WHERE l.conversation = @conversation AND l.author = @author AND l.is_imported = 0 AND e.sequence > l.delivered
            ) AS again
            WHERE entry.arrival = again.arrival
            """,
            new { log, conversation = head.Conversation, author = author.ToColumn() });
        LogTables.Advance(connection, log, moved);
        return new LogPosition(epoch, moved, 0);
    }

    // UTF-8 has no lone surrogates: what is kept in memory must be what a restart reads back.
    private static string AsStored(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
