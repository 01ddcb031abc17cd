using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <content>The end of a history.</content>
public partial interface IMessageStore
{
    /// <summary>Notes that all that is here now is to be deleted, not before <paramref name="at"/>.</summary>
    Task PlanDeletionAsync(ConversationId conversation, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Takes the note back.</summary>
    /// <returns>False if there is none: it was carried out.</returns>
    Task<bool> CancelDeletionAsync(ConversationId conversation, CancellationToken cancellationToken);

    /// <summary>
    /// Carries out what was noted, a part at a time; what is left of it is still noted. The logs stay as long as they are: numbers stay taken, and
    /// the peer is told as before how far they go. What I wrote that is still to be sent or confirmed stays.
    /// </summary>
    /// <param name="conversation">Whose history.</param>
    /// <param name="author">Me: what I wrote may have to stay.</param>
    /// <param name="evenUnsent">Also what was never sent: nothing is on its way to a plain peer that is not there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether there is more to delete.</returns>
    Task<bool> DeleteHistoryAsync(ConversationId conversation, PeerId author, bool evenUnsent, CancellationToken cancellationToken);

    /// <summary>Whether the author's present log has every entry after <paramref name="sequence"/>: none of them was deleted.</summary>
    Task<bool> IsWholeAsync(ConversationId conversation, PeerId author, long sequence, CancellationToken cancellationToken);
}
