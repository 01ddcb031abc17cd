using System.Globalization;
using ChatPy.Web.Components.Common;
using ChatPy.Web.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace ChatPy.Web.Components;

/// <summary>
/// The page of ChatPy for a host. It needs a <c>ChatStore</c> and an <c>IChat</c> among the services. The order in the host: what guards the
/// page first, then <see cref="UseChatPyPage"/>, then <see cref="MapChatPyPage"/>.
/// </summary>
public static class ChatPyPage
{
    private static readonly string[] s_languages = ["en", "fr"];

    private static readonly CultureInfo[] s_varieties =
        [.. CultureInfo.GetCultures(CultureTypes.AllCultures).Where(culture => s_languages.Contains(culture.TwoLetterISOLanguageName))];

    /// <summary>Adds components, MudBlazor, and both languages.</summary>
    public static IServiceCollection AddChatPyPage(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            // 16 KiB of text can be 96 KiB of JSON escapes; the composer refuses longer text before it gets here.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 128 * 1024);
        services.AddMudServices(static mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;   // app.css puts it above the composer
            mud.SnackbarConfiguration.MaximumOpacity = 100;
        });
        services.AddTransient<MudLocalizer, PageMudLocalizer>();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(ConfigureLanguages);
        services.AddScoped<Attempts>();
        services.AddScoped<PageFollower>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Chooses the language of each request and circuit, checks the tokens that rendered pages carry, and says so where there is no page.</summary>
    public static IApplicationBuilder UseChatPyPage(this IApplicationBuilder app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(static (context, next) =>
        {
            if (!IsVisitOfNoPage(context) && context.Features.Get<IStatusCodePagesFeature>() is { } notFound) { notFound.Enabled = false; }
            return next(context);
        });
        app.UseRequestLocalization();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Maps the page, its static files, <c>/culture</c>, which changes the language, and <c>/export</c>.</summary>
    public static IEndpointRouteBuilder MapChatPyPage(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets();
        endpoints.MapGet("/culture", ChangeLanguage);
        endpoints.MapExport();
        endpoints.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode =>
            {
                mode.ContentSecurityFrameAncestorsPolicy = "'none'";
                // The page is on this machine: to compress for it costs half a megabyte of memory a page, and saves nothing.
                mode.DisableWebSocketCompression = true;
            });
        return endpoints;
    }

    // Somebody went there. What a page, a script or a program asks for by itself gets the bare answer.
    private static bool IsVisitOfNoPage(HttpContext context) =>
        context.GetEndpoint() is null
        && HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && context.Request.Path.Value?.StartsWith("/_", StringComparison.Ordinal) != true;   // the framework, and files of packages

    private static void ConfigureLanguages(RequestLocalizationOptions options)
    {
        // Words come in two languages, dates in every variety of both: en-GB has other dates than en-US.
        options.SupportedUICultures = [.. s_languages.Select(CultureInfo.GetCultureInfo)];
        options.SupportedCultures = s_varieties;
        options.DefaultRequestCulture = new RequestCulture("en");
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }

    private static IResult ChangeLanguage(HttpContext context, string? c, string? returnUrl)
    {
        if (s_languages.Contains(c))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(VarietyOf(c!, context.Request), c!)),
                new CookieOptions { MaxAge = TimeSpan.FromDays(400), SameSite = SameSiteMode.Strict, HttpOnly = true, IsEssential = true });
        }

        return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/");
    }

    /// <summary>How this browser's country writes dates in that language, if it says so.</summary>
    private static string VarietyOf(string language, HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => accepted.Value.Value)
            .FirstOrDefault(name => s_varieties.Any(culture => culture.Name == name && culture.TwoLetterISOLanguageName == language))
        ?? language;

    private static bool IsLocal(string? url) => url is ['/'] or ['/', not ('/' or '\\'), ..];
}
