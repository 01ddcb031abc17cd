namespace ChatPy.Web.Chat;

/// <content>A history that was lost or rolled back.</content>
internal sealed partial class ChatService
{
    /// <inheritdoc/>
    public async Task FetchBackAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        if (links.Find(conversation) is ILink link) { await link.FetchBackAsync(cancellationToken); }
    }

    /// <inheritdoc/>
    public Task DismissSetbackAsync(ConversationId conversation, SetbackKind kind, CancellationToken cancellationToken = default) =>
        book.DismissAsync(conversation, kind, cancellationToken);
}
