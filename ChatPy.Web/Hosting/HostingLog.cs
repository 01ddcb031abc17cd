namespace ChatPy.Web.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(7000, LogLevel.Information, "A request was refused with status {Status}: {Reason}.")]
    public static partial void RequestRefused(this ILogger logger, int status, string reason);
}
