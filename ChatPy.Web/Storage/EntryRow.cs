using System.Data;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <summary>An entry as its columns stand in the database. Filled by Dapper.</summary>
internal sealed class EntryRow
{
    /// <summary>The beginning of every query for entries: <c>e</c> is the entry, <c>l</c> its log.</summary>
    public const string Select = """
        SELECT e.author AS Author, l.epoch AS Epoch, e.sequence AS Sequence, e.id AS Id, e.clock AS Clock, e.text AS Text,
               e.stored_at AS StoredAt, e.sent_at AS SentAt, e.delivered_at AS DeliveredAt, e.read_at AS ReadAt, e.failed_at AS FailedAt,
               e.arrival AS Arrival, e.kind AS Kind, e.target AS Target
        FROM entry e JOIN author_log l ON l.number = e.log
        """ + " ";

    /// <summary>What an entry is that gives its target another text, or none: <see cref="EntryKind.Edit"/> or <see cref="EntryKind.Deletion"/>.</summary>
    public const string ChangesText = "kind IN (2, 3)";

    public byte[] Author { get; init; } = [];
    public byte[] Epoch { get; init; } = [];
    public long Sequence { get; init; }
    public byte[] Id { get; init; } = [];
    public long Clock { get; init; }
    public string Text { get; init; } = "";
    public long StoredAt { get; init; }
    public long? SentAt { get; init; }
    public long? DeliveredAt { get; init; }
    public long? ReadAt { get; init; }
    public long? FailedAt { get; init; }
    public long Arrival { get; init; }
    public long Kind { get; init; }
    public byte[]? Target { get; init; }

    public static Entry Find(IDbConnection connection, ConversationId conversation, long arrival) =>
        connection.QuerySingle<EntryRow>(Select + "WHERE e.arrival = @arrival", new { arrival }).ToEntry(conversation);

    public Entry ToEntry(ConversationId conversation) => new()
    {
        Conversation = conversation,
        Author = new PeerId(Author),
        Epoch = Columns.ToGuid(Epoch),
        Sequence = Sequence,
        Id = Columns.ToGuid(Id),
        Clock = Columns.ToClock(Clock),
        Text = Text,
        StoredAt = Columns.ToTime(StoredAt),
        SentAt = Columns.ToTime(SentAt),
        DeliveredAt = Columns.ToTime(DeliveredAt),
        ReadAt = Columns.ToTime(ReadAt),
        FailedAt = Columns.ToTime(FailedAt),
        Arrival = Arrival,
        Kind = (EntryKind)Kind,
        Target = Target is null ? Guid.Empty : Columns.ToGuid(Target),
    };
}
