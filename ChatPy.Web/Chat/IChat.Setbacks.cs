namespace ChatPy.Web.Chat;

/// <content>A history that was lost or rolled back.</content>
public partial interface IChat
{
    /// <summary>Asks the peer for everything it still has of what I wrote. Nothing happens while it is away.</summary>
    Task FetchBackAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>The person has read the notice.</summary>
    Task DismissSetbackAsync(ConversationId conversation, SetbackKind kind, CancellationToken cancellationToken = default);
}
