using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <content>The list, and the end of a history.</content>
internal sealed partial class ChatService
{
    /// <inheritdoc/>
    public async Task ArrangeAsync(ConversationId conversation, Func<Arrangement, Arrangement> change, CancellationToken cancellationToken = default)
    {
        Arrangement? before = null;
        book.Show(conversation, shown => shown with { Arrangement = WithCleanAlias(change(before = shown.Arrangement)) });
        try { await book.KeepAsync(conversation, cancellationToken); }
        catch (StorageException) when (before is not null)
        {
            book.Show(conversation, shown => shown with { Arrangement = before });   // what is not kept is not so
            throw;
        }
    }

    /// <inheritdoc/>
    public Task DeleteHistoryAsync(ConversationId conversation, CancellationToken cancellationToken = default) => deletions.PlanAsync(conversation, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UndoDeleteHistoryAsync(ConversationId conversation, CancellationToken cancellationToken = default) =>
        deletions.UndoAsync(conversation, cancellationToken);

    private static Arrangement WithCleanAlias(Arrangement arrangement) =>
        arrangement with { Alias = Nickname.Clean(arrangement.Alias) is { Length: > 0 } alias ? alias : null };
}
