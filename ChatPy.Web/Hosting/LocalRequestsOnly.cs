using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ChatPy.Web.Hosting;

/// <summary>
/// Stands first in the pipeline and lets in only what a page of this very address asks for. A server on localhost is within reach of every
/// web page the person visits: by a name that is made to point here (DNS rebinding), by a WebSocket, which no same-origin rule holds
/// back, and from other ports of this machine, which count as the same site. It is also within reach of whoever else uses the machine.
/// SAFETY.md W1 to W4.
/// </summary>
internal sealed class LocalRequestsOnly(RequestDelegate next, ConnectionOwner owner, ILogger<LocalRequestsOnly> logger)
{
    // Of a connection: whether it is the person's own. Asked once.
    private static readonly object s_isOwn = new();

    private const string CircuitPath = "/_blazor";

    // A list of script names that blazor.web.js fetches; browsers send no Origin with a GET to their own.
    private const string InitializersPath = "/_blazor/initializers";

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!IsFromThisAccount(context))
        {
            return RefuseAsync(
                context, StatusCodes.Status403Forbidden,
                "this ChatPy belongs to another account of this machine; start your own with --urls http://localhost:5001 --ChatPy:Port 4243");
        }

        if (!IsAddressedToUs(context)) { return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "its Host is not that of the page"); }

        bool onlyReads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        bool isForCircuit = request.Path.Value?.StartsWith(CircuitPath, StringComparison.OrdinalIgnoreCase) == true
            && !(onlyReads && request.Path.Value == InitializersPath);
        if ((isForCircuit || !onlyReads) && !IsFromOurPage(request))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "its Origin is not the page");
        }

        if (isForCircuit && !IsWebSocketOrAboutOne(context))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "circuits run over WebSockets only");
        }

        return next(context);
    }

    private bool IsFromThisAccount(HttpContext context)
    {
        IDictionary<object, object?> connection = context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        if (!connection.TryGetValue(s_isOwn, out object? isOwn))
        {
            ConnectionInfo ends = context.Connection;
            isOwn = owner.IsOwn(new IPEndPoint(ends.RemoteIpAddress!, ends.RemotePort), new IPEndPoint(ends.LocalIpAddress!, ends.LocalPort));
            connection[s_isOwn] = isOwn;
        }

        return isOwn is true;
    }

    // Exactly as a browser writes it, with the port that was connected to: a stricter question has fewer wrong answers.
    private static bool IsAddressedToUs(HttpContext context)
    {
        string host = context.Request.Headers.Host.ToString();
        int port = context.Connection.LocalPort;
        string withPort = ':' + port.ToString(CultureInfo.InvariantCulture);
        return host.EndsWith(withPort, StringComparison.Ordinal) ? LocalNames.Contains(host[..^withPort.Length]) : port == 80 && LocalNames.Contains(host);
    }

    private static bool IsFromOurPage(HttpRequest request)
    {
        StringValues site = request.Headers["Sec-Fetch-Site"];
        return request.Headers.Origin == $"{request.Scheme}://{request.Headers.Host}"
            && (site.Count == 0 || site == "same-origin" || site == "none");
    }

    private static bool IsWebSocketOrAboutOne(HttpContext context) =>
        context.Request.Path.Value!.Length > CircuitPath.Length + 1
            ? HttpMethods.IsPost(context.Request.Method)   // negotiate and disconnect
            : context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;

    private Task RefuseAsync(HttpContext context, int status, string reason)
    {
        logger.RequestRefused(status, reason);
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"Refused: {reason}.", context.RequestAborted);
    }
}
