using System.Diagnostics.CodeAnalysis;

namespace ChatPy.Web.Components.Messages.Formatting;

/// <summary>An address that may be followed: http or https, nothing else.</summary>
/// <param name="Address">The whole address.</param>
/// <param name="Host">Where it really leads.</param>
/// <param name="IsPlain">Whether the address, as a person reads it, says so itself: no user name before the host, no letters that only look Latin.</param>
internal sealed record WebLink(string Address, string Host, bool IsPlain)
{
    public static bool TryRead(string? address, [NotNullWhen(true)] out WebLink? link)
    {
        link = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0
            ? new WebLink(uri.AbsoluteUri, uri.IdnHost, uri.UserInfo.Length == 0 && uri.OriginalString.Contains(uri.IdnHost, StringComparison.OrdinalIgnoreCase))
            : null;
        return link is not null;
    }
}
