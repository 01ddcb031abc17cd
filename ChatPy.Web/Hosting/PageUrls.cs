using Microsoft.AspNetCore.Http;

namespace ChatPy.Web.Hosting;

/// <summary>Where the page is served: on this machine only, because whoever reaches the page is the person at it.</summary>
internal static class PageUrls
{
    private const string Default = "http://localhost:5000";

    /// <summary>The addresses asked for by <c>--urls</c> or ASPNETCORE_URLS, or the default.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration)
    {
        string[] urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return urls.Length > 0 ? urls : [Default];
    }

    /// <summary>The port of the first of them; 0 where the system is to choose one.</summary>
    public static int PortOf(IConfiguration configuration) => TryParse(Read(configuration)[0], out BindingAddress? address) ? Math.Clamp(address.Port, 0, 65535) : 0;

    /// <summary>What is wrong with the addresses asked for, one sentence each.</summary>
    public static IEnumerable<string> FindWrong(IConfiguration configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            yield return $"Kestrel:Endpoints is not used here: the page's address is set by --urls {Default}.";
        }

        foreach (string url in Read(configuration))
        {
            if (WhyNot(url) is { } reason) { yield return $"--urls (or ASPNETCORE_URLS): '{url}' {reason}"; }
        }
    }

    private static string? WhyNot(string url)
    {
        if (!TryParse(url, out BindingAddress? address) || address.PathBase.Length > 0 || address.IsUnixPipe || address.IsNamedPipe)
        {
            return $"is not an address like {Default}.";
        }

        if (address.Scheme != "http") { return $"must begin with http:// ; the page never leaves this machine and needs no certificate. Try http://localhost:{address.Port}."; }

        if (!LocalNames.Contains(address.Host))
        {
            return $"would let other machines in; the page answers on this machine only. Try http://localhost:{address.Port}.";
        }

        return address is { Host: LocalNames.Localhost, Port: 0 }
            ? "has no port; for a free one name the address, http://127.0.0.1:0."
            : address.Port is < 0 or > 65535 ? "has a port outside 0 to 65535." : null;
    }

    private static bool TryParse(string url, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BindingAddress? address)
    {
        try
        {
            address = BindingAddress.Parse(url);
            return true;
        }
        catch (FormatException)
        {
            address = null;
            return false;
        }
    }
}

/// <summary>The names by which a browser on this machine reaches the page.</summary>
internal static class LocalNames
{
    public const string Localhost = "localhost";

    private static readonly string[] s_names = [Localhost, "127.0.0.1", "[::1]"];

    /// <summary>Browsers write these names in one way only; whatever is spelled otherwise is not from a browser's address bar.</summary>
    public static bool Contains(string host) => s_names.Contains(host);
}
