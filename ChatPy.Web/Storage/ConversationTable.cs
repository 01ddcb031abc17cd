using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>The stored properties of conversations, and their read markers.</summary>
internal static class ConversationTable
{
    private const string UnreadOf = """
        SELECT count(*) FROM author_log l JOIN entry e ON e.log = l.number
        WHERE l.conversation = @number AND e.arrival > @readUpTo AND e.is_message = 1 AND l.author
        """;

    public static void Save(WriteConnection connection, StoredConversation conversation) => connection.Execute(
        """
        INSERT INTO conversation (id, kind, title, peer, address, trust, created_at, last_seen, alias, is_pinned, is_muted, is_marked_unread, archived_up_to, last_clock)
        VALUES (@id, @kind, @title, @peer, @address, @trust, @createdAt, @lastSeen, @alias, @isPinned, @isMuted, @isMarkedUnread, @archivedUpTo, @clock)
        ON CONFLICT (id) DO UPDATE SET
            kind = excluded.kind, title = excluded.title, peer = excluded.peer, address = excluded.address, trust = excluded.trust, created_at = excluded.created_at,
            last_seen = excluded.last_seen, alias = excluded.alias, is_pinned = excluded.is_pinned, is_muted = excluded.is_muted,
            is_marked_unread = excluded.is_marked_unread, archived_up_to = excluded.archived_up_to
        """,
        ("@id", conversation.Id.ToColumn()), ("@kind", (int)conversation.Kind), ("@title", conversation.Title), ("@peer", conversation.Peer?.ToColumn()),
        ("@address", conversation.Address), ("@trust", (int)conversation.Trust), ("@createdAt", conversation.CreatedAt.ToColumn()),
        ("@lastSeen", conversation.LastSeen?.ToColumn()),
        ("@alias", conversation.Arrangement.Alias), ("@isPinned", conversation.Arrangement.IsPinned), ("@isMuted", conversation.Arrangement.IsMuted),
        ("@isMarkedUnread", conversation.Arrangement.IsMarkedUnread), ("@archivedUpTo", conversation.Arrangement.ArchivedUpTo),
        ("@clock", default(LogClock).ToColumn()));

    /// <inheritdoc cref="IMessageStore.MarkReadAsync"/>
    public static int MarkRead(WriteConnection connection, ConversationId conversation, PeerId reader, long arrival)
    {
        // Nobody has read what is still to come.
        (long Number, long ReadUpTo)? marked = connection.Connection.QuerySingleOrDefault<(long, long)?>(
            """
            UPDATE conversation SET read_up_to = max(read_up_to, min(@arrival, (SELECT coalesce(max(e.arrival), 0) FROM entry e)))
            WHERE id = @id RETURNING number, read_up_to
            """,
            new { arrival, id = conversation.ToColumn() });
        return marked is not var (number, readUpTo)
            ? 0
            : connection.Connection.QuerySingle<int>(UnreadOf + " <> @reader", new { number, readUpTo, reader = reader.ToColumn() });
    }

    /// <summary>How many entries of the other side came after the marker.</summary>
    public static int CountUnread(SqliteConnection connection, ConversationRow row) =>
        connection.QuerySingle<int>(UnreadOf + " = @other", new { number = row.Number, readUpTo = row.ReadUpTo, other = row.Other.ToColumn() });
}

/// <summary>A conversation as its columns stand in the database. Filled by Dapper.</summary>
internal sealed class ConversationRow
{
    public const string Select = """
        SELECT number AS Number, id AS Id, kind AS Kind, title AS Title, peer AS Peer, address AS Address, trust AS Trust,
               created_at AS CreatedAt, last_seen AS LastSeen, read_up_to AS ReadUpTo, alias AS Alias, is_pinned AS IsPinned, is_muted AS IsMuted,
               is_marked_unread AS IsMarkedUnread, archived_up_to AS ArchivedUpTo, delete_at AS DeleteAt
        FROM conversation
        """;

    public long Number { get; init; }
    public byte[] Id { get; init; } = [];
    public long Kind { get; init; }
    public string Title { get; init; } = "";
    public byte[]? Peer { get; init; }
    public string? Address { get; init; }
    public long Trust { get; init; }
    public long CreatedAt { get; init; }
    public long? LastSeen { get; init; }
    public long ReadUpTo { get; init; }
    public string? Alias { get; init; }
    public bool IsPinned { get; init; }
    public bool IsMuted { get; init; }
    public bool IsMarkedUnread { get; init; }
    public long? ArchivedUpTo { get; init; }
    public long? DeleteAt { get; init; }

    /// <summary>The author who is not me.</summary>
    public PeerId Other => Peer is null ? Conversation.AuthorOf(ConversationId.FromBytes(Id)) : new PeerId(Peer);

    public StoredConversation ToProperties() => new()
    {
        Id = ConversationId.FromBytes(Id),
        Kind = (ConversationKind)Kind,
        Title = Title,
        Peer = Peer is null ? null : new PeerId(Peer),
        Address = Address,
        Trust = (Trust)Trust,
        CreatedAt = Columns.ToTime(CreatedAt),
        LastSeen = Columns.ToTime(LastSeen),
        Arrangement = new Arrangement { Alias = Alias, IsPinned = IsPinned, IsMuted = IsMuted, IsMarkedUnread = IsMarkedUnread, ArchivedUpTo = ArchivedUpTo },
    };
}
