using ChatPy.Transport.Discovery;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatPy.Transport;

/// <summary>Registers the wire.</summary>
public static class TransportServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>
        /// Adds <see cref="PeerHub"/>, <see cref="MulticastDiscovery"/> and their settings. The program adds what the hub asks for: <see cref="Identity.IdentityKey"/>,
        /// <see cref="Identity.IPeerTrust"/>, <see cref="ISessionHandler"/> and <see cref="Plain.IPlainRoom"/>.
        /// </summary>
        public IServiceCollection AddChatPyTransport()
        {
            services.AddOptions<TransportOptions>().BindConfiguration(TransportOptions.Section).ValidateOnStart();
            services.AddSingleton<IValidateOptions<TransportOptions>, TransportOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<PeerHub>();
            services.AddSingleton<MulticastDiscovery>();
            return services;
        }
    }
}

[OptionsValidator]
internal sealed partial class TransportOptionsValidator : IValidateOptions<TransportOptions>;
