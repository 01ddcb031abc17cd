using System.Data;
using System.Data.Common;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <summary>Entries as their columns stand in the database.</summary>
internal static class EntryTable
{
    /// <summary>What an entry is that gives its target another text, or none: <see cref="EntryKind.Edit"/> or <see cref="EntryKind.Deletion"/>.</summary>
    public const string ChangesText = "kind IN (2, 3)";

    /// <summary>
    /// The beginning of every query for entries: <c>e</c> is the entry, <c>l</c> its log. Nothing in a row is null: to ask for that costs as much as
    /// the value does. A step that was not reached is at 0.
    /// </summary>
    public static readonly string Select = $"""
        SELECT e.author, l.epoch, e.sequence, e.id, e.clock, e.text, e.stored_at,
            {TimeOf("e.sent_at", DeliveryStep.Sent, "e.sequence <= l.sent AND e.failed_at IS NULL")},
            {TimeOf("e.delivered_at", DeliveryStep.Delivered, "e.sequence <= l.delivered")},
            {TimeOf("e.read_at", DeliveryStep.Read, "e.sequence <= l.read")},
            coalesce(e.failed_at, 0), e.arrival, e.kind, coalesce(e.target, zeroblob(16))
        FROM entry e JOIN author_log l ON l.number = e.log
        """ + " ";

    /// <summary>Reads entries of a conversation.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="conversation">Theirs; <paramref name="where"/> has to see to that.</param>
    /// <param name="where">Which, from <c>WHERE</c> on: <c>e</c> is the entry, <c>l</c> its log.</param>
    /// <param name="values">The parameters of it, as Dapper takes them.</param>
    public static List<Entry> ReadEntries(this IDbConnection connection, ConversationId conversation, string where, object values)
    {
        using DbDataReader reader = (DbDataReader)connection.ExecuteReader(Select + where, values);
        List<Entry> entries = [];
        while (reader.Read()) { entries.Add(Read(reader, conversation)); }
        return entries;
    }

    /// <summary>The entry with that arrival.</summary>
    public static Entry FindEntry(this IDbConnection connection, ConversationId conversation, long arrival) =>
        connection.ReadEntries(conversation, "WHERE e.arrival = @arrival", new { arrival }).Single();

    // Its own, or that of the first mark that has come as far. Most entries are asked of a log without marks, or in front of them.
    private static string TimeOf(string own, DeliveryStep step, string isMarked) => $"""
        coalesce({own}, CASE WHEN {isMarked} THEN (
            SELECT m.at FROM delivery_mark m WHERE m.log = e.log AND m.step = {(int)step} AND m.up_to >= e.sequence ORDER BY m.up_to LIMIT 1) END, 0)
        """;

    private static Entry Read(DbDataReader row, ConversationId conversation) => new()
    {
        Conversation = conversation,
        Author = new PeerId(row.GetFieldValue<byte[]>(0)),
        Epoch = Columns.ToGuid(row.GetFieldValue<byte[]>(1)),
        Sequence = row.GetInt64(2),
        Id = Columns.ToGuid(row.GetFieldValue<byte[]>(3)),
        Clock = Columns.ToClock(row.GetInt64(4)),
        Text = row.GetString(5),
        StoredAt = Columns.ToTime(row.GetInt64(6)),
        SentAt = ReadTime(row, 7),
        DeliveredAt = ReadTime(row, 8),
        ReadAt = ReadTime(row, 9),
        FailedAt = ReadTime(row, 10),
        Arrival = row.GetInt64(11),
        Kind = (EntryKind)row.GetInt64(12),
        Target = Columns.ToGuid(row.GetFieldValue<byte[]>(13)),
    };

    private static DateTimeOffset? ReadTime(DbDataReader row, int column) => row.GetInt64(column) is var ticks and not 0 ? Columns.ToTime(ticks) : null;
}
