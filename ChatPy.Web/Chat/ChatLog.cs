using ChatPy.Transport.Connections;

namespace ChatPy.Web.Chat;

internal static partial class ChatLog
{
    [LoggerMessage(5000, LogLevel.Warning, "The history of {Conversation} was rolled back: {Stored} stored here, {Known} known to the peer. Going on in a new epoch.")]
    public static partial void LogRolledBack(this ILogger logger, ConversationId conversation, long stored, long known);

    [LoggerMessage(5001, LogLevel.Warning, "How far messages of {Conversation} have come could not be written down: {Reason}")]
    public static partial void MarkNotStored(this ILogger logger, ConversationId conversation, string reason);

    [LoggerMessage(5002, LogLevel.Error, "The disk refuses to store; the connection of {Conversation} is closed and nothing is acknowledged.")]
    public static partial void NotSaving(this ILogger logger, ConversationId conversation, Exception failure);

    [LoggerMessage(5003, LogLevel.Debug, "Dialling {Address} again led to {Outcome}.")]
    public static partial void Redialled(this ILogger logger, PeerAddress address, string outcome);

    [LoggerMessage(5004, LogLevel.Warning, "The peer at {Address} was refused: it is blocked.")]
    public static partial void BlockedPlainPeer(this ILogger logger, PeerAddress address);

    [LoggerMessage(5005, LogLevel.Error, "Redialling stopped working.")]
    public static partial void RedialingFailed(this ILogger logger, Exception failure);

    [LoggerMessage(5006, LogLevel.Warning, "The system does not say which networks there are; going on.")]
    public static partial void NetworksUnknown(this ILogger logger, Exception failure);

    [LoggerMessage(5021, LogLevel.Warning, "The peer of {Conversation} asked for its log, which could not be read: {Reason}")]
    public static partial void FetchNotAnswered(this ILogger logger, ConversationId conversation, string reason);

    [LoggerMessage(5030, LogLevel.Warning, "The history of {Conversation} could not be deleted yet: {Reason}")]
    public static partial void NotDeleted(this ILogger logger, ConversationId conversation, string reason);

    [LoggerMessage(5020, LogLevel.Warning, "The peer of {Conversation} no longer has what it had confirmed ({Entries} entries). It is sent again.")]
    public static partial void PeerLost(this ILogger logger, ConversationId conversation, long? entries);
}
