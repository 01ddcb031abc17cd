namespace ChatPy.Web.Chat;

/// <content>The list, and the end of a history.</content>
public partial interface IChat
{
    /// <summary>Pins, mutes, archives, renames for oneself, marks as unread: whatever <paramref name="change"/> makes of it. An alias is cleaned; a blank one is none.</summary>
    Task ArrangeAsync(ConversationId conversation, Func<Arrangement, Arrangement> change, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the messages off the page, and in <see cref="ChatLimits.UndoTime"/> off this machine. The peer keeps its own. What I wrote and is not
    /// delivered yet stays. Nothing is destroyed before; a process that ends meanwhile goes on with it when it starts again.
    /// </summary>
    Task DeleteHistoryAsync(ConversationId conversation, CancellationToken cancellationToken = default);

    /// <summary>Brings back what <see cref="DeleteHistoryAsync"/> took off the page.</summary>
    /// <returns>False if it was too late.</returns>
    Task<bool> UndoDeleteHistoryAsync(ConversationId conversation, CancellationToken cancellationToken = default);
}
