using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Dapper;

namespace ChatPy.Web.Storage;

/// <content>Epochs that are not the present one, too.</content>
internal sealed partial class HistoryReader
{
    private const string LogsOfAuthor = "l.conversation = (SELECT number FROM conversation WHERE id = @conversation) AND l.author = @author";

    public Task<IReadOnlyList<EpochState>> ReadEpochsAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<EpochState>>(
            connection => [.. connection
                .Query<(byte[] Epoch, bool IsCurrent, long HighWater, long Delivered)>(
                    $"SELECT l.epoch, l.is_current, l.high_water, l.delivered FROM author_log l WHERE {LogsOfAuthor} AND l.is_imported = 0 ORDER BY l.number",
                    new { conversation = conversation.ToColumn(), author = author.ToColumn() })
                .Select(row => new EpochState(Columns.ToGuid(row.Epoch), row.IsCurrent, row.HighWater, row.Delivered))],
            cancellationToken);

    public Task<Guid> FindIdAsync(ConversationId conversation, PeerId author, Guid epoch, long sequence, CancellationToken cancellationToken) => AskAsync(
        connection => connection.QuerySingleOrDefault<byte[]?>(
            $"""
            SELECT coalesce(
                (SELECT e.id FROM entry e WHERE e.log = l.number AND e.sequence = @sequence),
                CASE WHEN l.high_water = @sequence THEN l.last_id END)
            FROM author_log l WHERE {LogsOfAuthor} AND l.epoch = @epoch
            """,
            new { conversation = conversation.ToColumn(), author = author.ToColumn(), epoch = epoch.ToColumn(), sequence }) is { } id ? Columns.ToGuid(id) : Guid.Empty,
        cancellationToken);

    public Task<bool> IsWholeAsync(ConversationId conversation, PeerId author, long sequence, CancellationToken cancellationToken) => AskAsync(
        connection => connection.QuerySingleOrDefault<long>(
            $"""
            SELECT l.high_water - @sequence - (SELECT count(*) FROM entry e WHERE e.log = l.number AND e.sequence > @sequence)
            FROM author_log l WHERE {CurrentLog}
            """,
            new { conversation = conversation.ToColumn(), author = author.ToColumn(), sequence }) <= 0,
        cancellationToken);

    public Task<IReadOnlyList<Entry>> ReadEpochAsync(
        ConversationId conversation, PeerId author, Guid epoch, long sequence, int count, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<Entry>>(
            connection => connection.ReadEntries(
                conversation, $"WHERE {LogsOfAuthor} AND l.epoch = @epoch AND e.sequence > @sequence ORDER BY e.sequence LIMIT @count",
                new { conversation = conversation.ToColumn(), author = author.ToColumn(), epoch = epoch.ToColumn(), sequence, count }),
            cancellationToken);
}
