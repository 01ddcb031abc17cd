using System.Globalization;
using ChatPy.Transport.Connections;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Echo;

/// <summary>
/// The conversation with the echo. It is one with a plain peer at an address of loopback that is called as the echo is called; by that it
/// is found again after a restart, and its peer listens at the same address again.
/// </summary>
internal sealed class EchoConversation(EchoPeer peer, EchoTalk talk, ChatStore store, ConversationBook book, IChat chat) : IEcho, IHostedService
{
    /// <inheritdoc/>
    public async Task<ConnectResult> ConnectAsync(CultureInfo language, CancellationToken cancellationToken = default)
    {
        PeerAddress address = PeerAddress.Of(peer.Open(language, Find()?.Port ?? 0));
        string name = talk.Name(language);
        // Named before it says a word, so that nobody takes it for a person.
        await book.SaveAsync(PlainConversations.Dialled(address) with { GivenName = name }, shown => shown with { GivenName = name }, cancellationToken);
        await chat.EndFirstStepsAsync(cancellationToken);
        return await chat.ConnectAsync(address.ToString(), evenPlain: true, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Find() is (int port, CultureInfo language)) { peer.Open(language, port); }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await peer.DisposeAsync();

    private (int Port, CultureInfo Language)? Find()
    {
        foreach (CultureInfo language in EchoTalk.Languages)
        {
            string name = talk.Name(language);
            foreach (Conversation each in store.Current.Conversations)
            {
                if (each is { CanRedial: true, Address: string typed } && each.GivenName == name
                    && PeerAddress.TryParse(typed, 1, out PeerAddress? address) && address.Host == "127.0.0.1") { return (address.Port, language); }
            }
        }

        return null;
    }
}
