using ChatPy.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChatPy.Web.Hosting;

/// <summary>What serves the page: Kestrel on loopback, within the limits of SAFETY.md §5, and quiet.</summary>
internal static class PageHost
{
    /// <exception cref="StartException">The command line or appsettings.json cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            // Settings and assets lie beside the program, from whatever directory it is started.
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidDataException)
        {
            throw new StartException($"The settings cannot be read. {unreadable.Message} {unreadable.InnerException?.Message}".TrimEnd(), unreadable);
        }
    }

    /// <param name="builder">What to add to.</param>
    /// <param name="dataDirectory">Where this process keeps what must survive it.</param>
    public static void AddPageHost(this WebApplicationBuilder builder, Func<IServiceProvider, string> dataDirectory)
    {
        builder.WebHost.UseUrls([.. PageUrls.Read(builder.Configuration)]);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(Limit);

        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        services.Configure<CircuitOptions>(static circuits =>
        {
            circuits.PersistedCircuitInMemoryMaxRetained = 8;
            circuits.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(10);
        });
        services.Configure<TransportOptions>(wire => wire.PagePort = PageUrls.PortOf(builder.Configuration));
        services.AddSingleton<CircuitCount>();
        services.AddScoped<CircuitHandler, CircuitLimit>();

        // With keys that outlive the process, a page that was open across a restart can go on.
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider, ILoggerFactory>((keys, provider, logs) =>
            keys.XmlRepository = new FileSystemXmlRepository(PageKeys.Open(dataDirectory(provider)), logs));

        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<StartBanner>(provider, dataDirectory(provider)));
        services.AddHostedService(static provider => new IdleMemory(provider.GetRequiredService<TimeProvider>()));
        HostLogging.Configure(builder.Logging);
    }

    /// <summary>Makes the endpoints that were mapped. Otherwise they are made when Kestrel starts, after everything else.</summary>
    public static void MakeEndpoints(this IEndpointRouteBuilder endpoints)
    {
        foreach (EndpointDataSource source in endpoints.DataSources) { _ = source.Endpoints; }
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MaxConcurrentConnections = 64;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 32;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
