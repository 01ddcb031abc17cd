using System.Collections.Concurrent;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>The known peers, for the wire: whom the person blocked, and where ChatPy was ever met.</summary>
internal sealed class Roster(ChatStore chat, IMessageStore messages) : IPeerTrust
{
    private const string AddressSetting = "chatpy-address ";
    private readonly ConcurrentDictionary<string, byte> _addresses = [];
    private readonly ConcurrentDictionary<string, byte> _hosts = [];

    /// <inheritdoc/>
    public bool IsBlocked(PeerId peer) => chat.Current.Conversations.Any(conversation => conversation.Peer == peer && conversation.Trust == Trust.Blocked);

    /// <inheritdoc/>
    public bool IsKnownAddress(PeerAddress address) => _addresses.ContainsKey(address.ToString());

    /// <inheritdoc/>
    public bool IsKnownHost(string host) => _hosts.ContainsKey(host);

    /// <summary>Whether the person has blocked what comes from this host without a key.</summary>
    public bool IsPlainHostBlocked(string host) =>
        chat.Current.Conversations.Any(conversation => conversation.Kind == ConversationKind.Plain && conversation.Address == host && conversation.Trust == Trust.Blocked);

    /// <summary>Takes over what was kept.</summary>
    public void Load(StoredChat stored)
    {
        foreach (string name in stored.Settings.Keys.Where(name => name.StartsWith(AddressSetting, StringComparison.Ordinal)))
        {
            if (PeerAddress.TryParse(name[AddressSetting.Length..], defaultPort: 0, out PeerAddress? address)) { Add(address); }
        }
    }

    /// <summary>Remembers for ever that ChatPy answers at this address.</summary>
    public async Task RememberAsync(PeerAddress address, PeerId peer, CancellationToken cancellationToken)
    {
        if (IsKnownAddress(address)) { return; }

        // First the disk: what it refuses now it is asked for again the next time.
        await messages.SaveSettingAsync(AddressSetting + address, peer.ToString(), cancellationToken);
        Add(address);
    }

    private void Add(PeerAddress address)
    {
        _hosts.TryAdd(address.Host, 0);
        _addresses.TryAdd(address.ToString(), 0);
    }
}
