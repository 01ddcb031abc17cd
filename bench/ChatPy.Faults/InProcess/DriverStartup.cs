using ChatPy.Web.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(ChatPy.Faults.InProcess.DriverStartup))]

namespace ChatPy.Faults.InProcess;

/// <summary>Adds the hands and eyes of a fault run to an otherwise untouched ChatPy process.</summary>
internal sealed class DriverStartup : IHostingStartup
{
    /// <summary>Where the run listens: the path of a Unix domain socket.</summary>
    public const string SocketVariable = "CHATPY_FAULTS_SOCKET";

    /// <summary>How far the clock of this process is from the true one; none if it shows the truth.</summary>
    public const string ClockVariable = "CHATPY_FAULTS_CLOCK";

    /// <summary>SQLite's <c>synchronous</c> in this process.</summary>
    public const string SynchronousVariable = "CHATPY_FAULTS_SYNCHRONOUS";

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(static services =>
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is not { Length: > 0 } socket) { return; }

        if (Environment.GetEnvironmentVariable(ClockVariable) is { Length: > 0 })
        {
            services.AddSingleton<MovableClock>();
            services.AddSingleton<TimeProvider>(static provider => provider.GetRequiredService<MovableClock>());
        }

        if (Environment.GetEnvironmentVariable(SynchronousVariable) is { Length: > 0 } synchronous) { services.AddSingleton(new Durability(synchronous)); }

        services.AddSingleton(static provider => StepTrap.Before(provider.GetRequiredService<SqliteMessageStore>()));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Driver>(provider, socket));
    });
}
