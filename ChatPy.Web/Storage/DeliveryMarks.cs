using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <summary>Writes down how far my entries have come, as marks of their log. Runs inside the writer's transaction.</summary>
/// <remarks>An entry that failed stays failed: a later one being sent says nothing about it.</remarks>
internal static class DeliveryMarks
{
    // A peer may acknowledge no more than there is: entries written later start unmarked.
    private const string Log = """
        SELECT l.number, min(@sequence, l.high_water), l.sent, l.delivered, l.read
        FROM author_log l JOIN conversation c ON c.number = l.conversation
        WHERE c.id = @conversation AND l.author = @author AND l.epoch = @epoch
        """;

    private const string Add = "INSERT OR REPLACE INTO delivery_mark (log, step, up_to, at) VALUES (@log, @step, @to, @now)";

    private const string Advance = "UPDATE author_log SET sent = @sent, delivered = @delivered, read = @read WHERE number = @log";

    private const string Failed = "UPDATE entry SET failed_at = @now WHERE log = @log AND sequence = @sequence AND failed_at IS NULL";

    /// <inheritdoc cref="IMessageStore.MarkAsync"/>
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

        if (reached == DeliveryStep.Failed)
        {
            connection.Execute(Failed, ("@now", now.ToColumn()), ("@log", log), ("@sequence", sequence));
            return;
        }

        // What has come to a step has come to those before it, also when that is written down only now.
        sent = Reach(DeliveryStep.Sent, sent);
        delivered = Reach(DeliveryStep.Delivered, delivered);
        read = Reach(DeliveryStep.Read, read);
        connection.Execute(Advance, ("@sent", sent), ("@delivered", delivered), ("@read", read), ("@log", log));

        long Reach(DeliveryStep step, long before)
        {
            if (step > reached || to <= before) { return before; }

            connection.Execute(Add, ("@log", log), ("@step", (int)step), ("@to", to), ("@now", now.ToColumn()));
            return to;
        }
    }
}
