namespace ChatPy.Web.Hosting;

/// <summary>What the console shows beside the start banner: one line for each event, and nothing while all is well.</summary>
internal static class HostLogging
{
    // Failing to start, and only that, is told by Program in words for a person; these two would add the stack trace.
    private static readonly string[] s_tellersOfStartFailures = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private static volatile bool s_hasStarted;

    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });

        foreach (string category in s_tellersOfStartFailures)
        {
            logging.AddFilter(category, static level => s_hasStarted && level >= LogLevel.Warning);
        }

        // "No XML encryptor configured": on this system the mode of the files protects the keys.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }

    public static void HasStarted() => s_hasStarted = true;
}
