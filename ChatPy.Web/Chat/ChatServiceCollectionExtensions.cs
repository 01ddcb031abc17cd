using ChatPy.Transport;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;

namespace ChatPy.Web.Chat;

/// <summary>Registers the chat.</summary>
public static class ChatServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the domain. It needs the wire, an <see cref="IMessageStore"/> and an <see cref="IdentityKey"/>.</summary>
        public IServiceCollection AddChat()
        {
            services.AddOptions<ChatOptions>().BindConfiguration(TransportOptions.Section);
            services.AddSingleton<ChatStore>();
            services.AddSingleton<ConversationBook>();
            services.AddSingleton<Links>();
            services.AddSingleton<Attendance>();
            services.AddSingleton<IAttendance>(provider => provider.GetRequiredService<Attendance>());
            services.AddSingleton<DiskWatch>();
            services.AddSingleton<HistoryDeletions>();
            services.AddSingleton<HistoryImport>();
            services.AddSingleton<Roster>();
            services.AddSingleton<IPeerTrust>(provider => provider.GetRequiredService<Roster>());
            services.AddSingleton<IPlainRoom, PlainRoom>();
            services.AddSingleton<ISessionHandler, SessionPump>();
            services.AddSingleton<Redialer>();
            services.AddSingleton<Nearby>();
            services.AddSingleton<IChat, ChatService>();
            services.AddHostedService<ChatHost>();
            return services;
        }
    }
}
