using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <content>What is needed of a log that was lost, rolled back or is fetched back.</content>
public partial interface IMessageStore
{
    /// <summary>The epochs of an author's log, the oldest first.</summary>
    Task<IReadOnlyList<EpochState>> ReadEpochsAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken);

    /// <summary>The id of the entry that has this number; empty if that is not known.</summary>
    Task<Guid> FindIdAsync(ConversationId conversation, PeerId author, Guid epoch, long sequence, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="StartEpochAsync"/>, and remembers that <paramref name="left"/>, the epoch the peer has, was mine.
    /// </summary>
    Task<LogPosition> LeaveEpochAsync(ConversationId conversation, PeerId author, Guid left, CancellationToken cancellationToken);

    /// <summary>The peer has my log only up to here: what came later is not delivered any more. No epoch: it has nothing of it.</summary>
    Task ForgetDeliveriesAsync(ConversationId conversation, PeerId author, Guid epoch, long sequence, CancellationToken cancellationToken);

    /// <summary>Keeps a notice for the person, in place of one of the same kind.</summary>
    Task SaveSetbackAsync(ConversationId conversation, Setback setback, CancellationToken cancellationToken);

    /// <summary>The person knows.</summary>
    Task DropSetbackAsync(ConversationId conversation, SetbackKind kind, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> entries of one epoch of a log after <paramref name="sequence"/>, in order, gaps or not.</summary>
    Task<IReadOnlyList<Entry>> ReadEpochAsync(
        ConversationId conversation, PeerId author, Guid epoch, long sequence, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Stores entries of my own log that the peer had kept, in the epochs they were written in, as delivered. What is there already is
    /// passed over, as is anything in the present epoch: this machine knows all of that.
    /// </summary>
    /// <returns>Those that were stored, as kept.</returns>
    Task<IReadOnlyList<Entry>> StoreFetchedAsync(IReadOnlyList<Entry> entries, CancellationToken cancellationToken);

    /// <summary>Writes something and takes it away again: fails as long as the disk refuses to store.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}
