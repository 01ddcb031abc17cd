namespace ChatPy.Web.Components.Common;

/// <summary>What the page writes down. Ids from 7500.</summary>
internal static partial class PageLog
{
    [LoggerMessage(7500, LogLevel.Error, "What a person asked for in the page failed")]
    public static partial void CommandFailed(this ILogger logger, Exception failure);

    [LoggerMessage(7501, LogLevel.Error, "A part of the page failed")]
    public static partial void PartFailed(this ILogger logger, Exception failure);
}
