namespace ChatPy.Web.Echo;

/// <summary>Registers the echo.</summary>
public static class EchoServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the echo. It needs the chat, and the words of the page.</summary>
        public IServiceCollection AddEcho()
        {
            services.AddSingleton<EchoTalk>();
            services.AddSingleton<EchoPeer>();
            services.AddSingleton<EchoConversation>();
            services.AddSingleton<IEcho>(provider => provider.GetRequiredService<EchoConversation>());
            services.AddHostedService(provider => provider.GetRequiredService<EchoConversation>());   // after the chat, whose history it asks
            return services;
        }
    }
}
