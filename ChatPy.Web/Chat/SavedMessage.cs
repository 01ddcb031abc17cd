using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>What a saved file says of a conversation. Whether it is true, nobody knows.</summary>
/// <param name="Id">The id it had where it was saved.</param>
/// <param name="Title">What it was called there.</param>
/// <param name="Me">The key of the machine that saved it.</param>
/// <param name="Peer">The key at the other end; none of a plain peer.</param>
public sealed record SavedConversation(ConversationId Id, string Title, PeerId Me, PeerId? Peer);

/// <summary>What a saved file says of a message, as it was when it was saved. It names no place in a log.</summary>
public sealed record SavedMessage
{
    public required SavedConversation Conversation { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Whether it was written where it was saved.</summary>
    public required bool IsMine { get; init; }

    public required LogClock Clock { get; init; }

    /// <summary>At most <see cref="ChatLimits.MaxTextBytes"/> of UTF-8, not blank; nothing if it was taken back.</summary>
    public required string? Text { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The id of the message that it answers; empty if it answers none.</summary>
    public Guid Answers { get; init; }

    public IReadOnlyList<Reaction> Reactions { get; init; } = [];

    /// <summary>How far it had come, if it is mine.</summary>
    public MessageState State { get; init; }
}

/// <summary>What became of a saved file.</summary>
/// <param name="Stored">Messages that were brought back.</param>
/// <param name="Known">Messages that were there already.</param>
/// <param name="Unusable">Messages that are none: too long, without an id, or of no conversation.</param>
/// <param name="Conversations">Conversations that messages were brought back to, or were there in.</param>
/// <param name="Failure">Why it ended before the end of the file; nothing if it did not.</param>
public sealed record ImportReport(int Stored, int Known, int Unusable, int Conversations, ImportFailure? Failure);

/// <summary>Why a file could not be brought back, or not all of it. The page has a sentence with a next step for each.</summary>
public enum ImportFailure
{
    /// <summary>It is not what ChatPy saves.</summary>
    NotOurs,

    /// <summary>It breaks off, or was changed by hand.</summary>
    Damaged,

    /// <summary>A newer ChatPy saved it.</summary>
    TooNew,

    /// <summary>It holds no messages.</summary>
    Empty,

    /// <summary>It is longer than is read.</summary>
    TooLarge,

    /// <summary>The disk refused.</summary>
    NotSaved,
}

/// <summary>The rest of a file cannot be read.</summary>
public sealed class ImportException(ImportFailure failure) : Exception($"The file cannot be brought back: {failure}.")
{
    public ImportFailure Failure => failure;
}
