using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatPy.Transport.Plain;

/// <summary>Whether a stranger's first bytes are an HTTP request.</summary>
internal enum HttpVerdict
{
    /// <summary>A message.</summary>
    No,

    /// <summary>The first line has begun like a request and is not over.</summary>
    Maybe,

    /// <summary>A request: close, store nothing.</summary>
    Yes,
}

/// <summary>
/// Knows an HTTP request by its first line. Any web page can make a browser post to any port, ours included: that must never become a
/// message. "GET UP!" and "I like HTTP/2" are messages.
/// </summary>
internal static partial class HttpRequest
{
    /// <summary>Judges the first bytes of a connection, of which more may come.</summary>
    public static HttpVerdict Inspect(ReadOnlySequence<byte> start)
    {
        string text = Encoding.Latin1.GetString(start.Slice(0, Math.Min(start.Length, DialectReader.MaxMessageBytes))).TrimStart('\r', '\n');
        int newline = text.IndexOf('\n', StringComparison.Ordinal);
        return newline >= 0 ? (IsRequestLine(text[..newline]) ? HttpVerdict.Yes : HttpVerdict.No)
            : HasVersion().IsMatch(text) || IsHeader().IsMatch(text) ? HttpVerdict.Yes
            : Begun().IsMatch(text) ? HttpVerdict.Maybe
            : HttpVerdict.No;
    }

    /// <summary>Judges a whole first line: a request of any version, the bare <c>GET /</c> of HTTP/0.9, or a <c>Host:</c> header.</summary>
    public static bool IsRequestLine(string line) => HasVersion().IsMatch(line) || HasNoVersion().IsMatch(line) || IsHeader().IsMatch(line);

    // Any method; the target is a path, *, an address, or (CONNECT) a host and port: not any word.
    [GeneratedRegex(@"^(?:[!#$%&'*+\-.^_`|~\w]+ +(?:[/*]|[A-Za-z][\w+.-]*://)\S*|CONNECT +\S+:\d+) +HTTP/\d", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HasVersion();

    [GeneratedRegex(@"^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) +/\S*\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex HasNoVersion();

    [GeneratedRegex("^Host:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex IsHeader();

    [GeneratedRegex(@"^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) +(?:[/*]\S*(?: +(?:H|HT|HTT|HTTP|HTTP/)?)?)?\r?$", RegexOptions.CultureInvariant)]
    private static partial Regex Begun();
}
