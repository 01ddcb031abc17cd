namespace ChatPy.Web.Echo;

/// <summary>Ids from 7600.</summary>
internal static partial class EchoLog
{
    [LoggerMessage(7600, LogLevel.Warning, "The echo takes no more connections.")]
    public static partial void EchoFailed(this ILogger logger, Exception failure);
}
