using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace ChatPy.Web.Hosting;

/// <summary>What the browser is told not to do with our pages. SAFETY.md W6 and W7, BLAZOR.md §2.8.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly ConditionalWeakTable<ImportMapDefinition, string> s_hashes = [];

    public Task InvokeAsync(HttpContext context)
    {
        // Callbacks run last first: standing early in the pipeline, this one has the last word, and there is one policy.
        context.Response.OnStarting(static state =>
        {
            SetHeaders((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static void SetHeaders(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyFor(context);
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    }

    private static string PolicyFor(HttpContext context)
    {
        // The import map is the one script that stands in the page itself; its content changes with the build.
        string importMap = context.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>() is { } map
            ? $" '{s_hashes.GetValue(map, HashOf)}'"
            : "";

        // Older Safari does not count WebSockets of the same host as 'self'. MudBlazor sets inline styles.
        return "default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
            + $"connect-src 'self' ws://{context.Request.Headers.Host}; img-src 'self' data: blob:; font-src 'self' data:; "
            + $"script-src 'self'{importMap}; style-src 'self' 'unsafe-inline'";
    }

    private static string HashOf(ImportMapDefinition map) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ToString().ReplaceLineEndings("\n"))));
}
