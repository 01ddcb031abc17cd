using System.Net.Sockets;
using ChatPy.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Hosting;

/// <summary>What kept the process from starting, in words for the person at the console.</summary>
internal static class StartFailure
{
    /// <summary>The exit code of a process that cannot start until a person changes something.</summary>
    public const int ExitCode = 2;

    /// <summary>The explanation, or null if the failure is our own fault and its stack trace is worth seeing.</summary>
    public static string? Explain(Exception failure, IReadOnlyList<string> pageUrls) => failure switch
    {
        StartException start => start.Message,
        OptionsValidationException options => SettingsCheck.Describe([.. options.Failures]),
        IOException { InnerException: AddressInUseException } => ExplainBusyPort(pageUrls),
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"This user may not open the page's port ({string.Join(", ", pageUrls)}): choose one above 1023 with --urls http://localhost:5001 (or ASPNETCORE_URLS).",
        AggregateException { InnerExceptions: var all } when all.Select(each => Explain(each, pageUrls)).ToList() is var told && told.TrueForAll(each => each is not null) =>
            string.Join('\n', told),
        _ => null,
    };

    private static string ExplainBusyPort(IReadOnlyList<string> pageUrls)
    {
        string text = $"The page's port is taken by another program ({string.Join(", ", pageUrls)}), perhaps by a ChatPy that already runs: open it in a browser to see.\n"
            + "To use another port, add --urls http://localhost:5001 or set the environment variable ASPNETCORE_URLS.";
        return pageUrls.Any(static url => url.EndsWith(":5000", StringComparison.Ordinal))
            ? text + "\nOn macOS the AirPlay Receiver takes port 5000: it is switched off in System Settings, General, AirDrop & Handoff."
            : text;
    }
}
