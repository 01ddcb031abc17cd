using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <content>The end of a history.</content>
internal sealed partial class SqliteMessageStore
{
    public Task PlanDeletionAsync(ConversationId conversation, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(connection => HistoryDeletion.Plan(connection, conversation, at), cancellationToken);

    public Task<bool> CancelDeletionAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => HistoryDeletion.Cancel(connection, conversation, _time.GetUtcNow()), cancellationToken);

    public Task<bool> DeleteHistoryAsync(ConversationId conversation, PeerId author, bool evenUnsent, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => HistoryDeletion.DeleteSome(connection, conversation, author, evenUnsent), cancellationToken, HistoryDeletion.AtOnce);

    public Task<bool> IsWholeAsync(ConversationId conversation, PeerId author, long sequence, CancellationToken cancellationToken) =>
        _reader.IsWholeAsync(conversation, author, sequence, cancellationToken);
}
