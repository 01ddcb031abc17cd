using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Storage;

internal static class StorageServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>
        /// Adds the data directory, and the key and the history in it. Whoever asks for them first opens them, and gets the
        /// <see cref="Transport.StartException"/> if that cannot be. The container must be disposed asynchronously: closing the history waits for the disk.
        /// </summary>
        public IServiceCollection AddChatPyStorage()
        {
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(Durability.Full);
            services.AddSingleton(provider => DataDirectory.Open(
                provider.GetRequiredService<IOptions<ChatOptions>>().Value.DataDirectory,
                provider.GetRequiredService<ILogger<DataDirectory>>()));
            services.AddSingleton(provider => IdentityKey.LoadOrCreate(provider.GetRequiredService<DataDirectory>().Path));
            services.AddSingleton(provider => SqliteMessageStore.Open(
                provider.GetRequiredService<DataDirectory>(),
                provider.GetRequiredService<Durability>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SqliteMessageStore>>()));
            services.AddHostedService<BackupSchedule>();
            services.AddHostedService<SearchSchedule>();
            services.TryAddSingleton<IMessageStore>(provider => provider.GetRequiredService<SqliteMessageStore>());
            return services;
        }
    }

    extension(IServiceProvider services)
    {
        /// <summary>Opens the key and the history on threads of their own, while the host makes the page ready: together that is most of a start.</summary>
        /// <returns>When both are open.</returns>
        /// <exception cref="Transport.StartException">One of them cannot be opened.</exception>
        public Task OpenChatPyStorageAsync() => Task.WhenAll(
            Task.Run(services.GetRequiredService<IdentityKey>), Task.Run(services.GetRequiredService<SqliteMessageStore>));
    }
}
