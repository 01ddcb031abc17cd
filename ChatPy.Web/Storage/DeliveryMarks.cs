using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <summary>Writes down how far my entries have come. Runs inside the writer's transaction.</summary>
/// <remarks>
/// The marks of the log tell where the last call ended, so that acknowledging the end of a long log does not look at all of it.
/// An entry that failed stays failed: a later one being sent says nothing about it.
/// </remarks>
internal static class DeliveryMarks
{
    // A peer may acknowledge no more than there is: entries written later start unmarked.
    private const string Log = """
        SELECT l.number, min(@sequence, l.high_water), l.sent, l.delivered, l.read
        FROM author_log l JOIN conversation c ON c.number = l.conversation
        WHERE c.id = @conversation AND l.author = @author AND l.epoch = @epoch
        """;

    private const string Sent = """
        UPDATE entry SET sent_at = @now
        WHERE log = @log AND sequence > @from AND sequence <= @to AND sent_at IS NULL AND failed_at IS NULL
        """;

    private const string Delivered = """
        UPDATE entry SET delivered_at = @now, sent_at = coalesce(sent_at, @now)
        WHERE log = @log AND sequence > @from AND sequence <= @to AND delivered_at IS NULL AND failed_at IS NULL
        """;

    private const string Read = "UPDATE entry SET read_at = @now WHERE log = @log AND sequence > @from AND sequence <= @to AND read_at IS NULL";

    private const string AdvanceRead = "UPDATE author_log SET read = max(read, @read) WHERE number = @log";

    private const string Failed = "UPDATE entry SET failed_at = @now WHERE log = @log AND sequence = @sequence AND failed_at IS NULL";

    private const string Advance = "UPDATE author_log SET sent = max(sent, @sent), delivered = max(delivered, @delivered) WHERE number = @log";

    public static void Mark(
        WriteConnection connection, ConversationId conversation, PeerId author, Guid epoch, long sequence, DeliveryStep reached, DateTimeOffset now)
    {
        long log, to, sent, delivered, read;
        using (var reader = connection.Query(
            Log, ("@sequence", sequence), ("@conversation", conversation.ToColumn()), ("@author", author.ToColumn()), ("@epoch", epoch.ToColumn())))
        {
            if (!reader.Read()) { return; }

            (log, to, sent, delivered, read) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
        }

        switch (reached)
        {
            case DeliveryStep.Sent when to > sent:
                connection.Execute(Sent, ("@now", now.ToColumn()), ("@log", log), ("@from", sent), ("@to", to));
                connection.Execute(Advance, ("@sent", to), ("@delivered", delivered), ("@log", log));
                break;
            case DeliveryStep.Delivered when to > delivered:
                connection.Execute(Delivered, ("@now", now.ToColumn()), ("@log", log), ("@from", delivered), ("@to", to));
                connection.Execute(Advance, ("@sent", to), ("@delivered", to), ("@log", log));
                break;
            case DeliveryStep.Read when to > read:
                // What was read has arrived, also when that is written down only now.
                Mark(connection, conversation, author, epoch, to, DeliveryStep.Delivered, now);
                connection.Execute(Read, ("@now", now.ToColumn()), ("@log", log), ("@from", read), ("@to", to));
                connection.Execute(AdvanceRead, ("@read", to), ("@log", log));
                break;
            case DeliveryStep.Failed:
                connection.Execute(Failed, ("@now", now.ToColumn()), ("@log", log), ("@sequence", sequence));
                break;
        }
    }
}
