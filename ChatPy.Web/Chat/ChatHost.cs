using System.Collections.Immutable;
using System.Net.NetworkInformation;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Chat;

/// <summary>The life of the chat inside the process: reads the history, listens, dials the people who were there; and ends it all.</summary>
internal sealed class ChatHost(
    ChatStore chat, ConversationBook book, Roster roster, PeerHub hub, Redialer redialer, Nearby nearby, HistoryDeletions deletions, IOptions<ChatOptions> options,
    ILogger<ChatHost> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _redialling = Task.CompletedTask;
    private Task _seeking = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StoredChat stored = await book.LoadAsync(cancellationToken);
        roster.Load(stored);
        deletions.Resume(stored);
        string nickname = Nickname.Clean(stored.Settings.GetValueOrDefault(ChatService.NicknameSetting));
        chat.Apply(snapshot => snapshot with
        {
            Self = snapshot.Self with
            {
                PeerId = book.Me,
                Nickname = nickname.Length > 0 ? nickname : options.Value.DefaultNickname,
                SendsReceipts = stored.Settings.GetValueOrDefault(ChatService.ReceiptsSetting) != ChatService.Off,
                IsAnnounced = stored.Settings.GetValueOrDefault(ChatService.AnnouncedSetting) != ChatService.Off,
                SeesNearby = nearby.IsOn,
                SendsTyping = stored.Settings.GetValueOrDefault(ChatService.TypingSetting) != ChatService.Off,
                NeedsFirstSteps = stored.Conversations.Count == 0 && !stored.Settings.ContainsKey(ChatService.FirstStepsSetting),
                Troubles = [.. TroublesAtStart(stored)],
            },
        });

        hub.StartListening();
        ShowAddresses();
        NetworkChange.NetworkAddressChanged += OnNetworkChanged;
        NetworkChange.NetworkAvailabilityChanged += OnNetworkChanged;
        _redialling = redialer.RunAsync(_stopping.Token);
        _seeking = nearby.RunAsync(_stopping.Token);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        NetworkChange.NetworkAddressChanged -= OnNetworkChanged;
        NetworkChange.NetworkAvailabilityChanged -= OnNetworkChanged;
        await _stopping.CancelAsync();
        await Task.WhenAll(_redialling, _seeking);
        await hub.StopAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private static IEnumerable<Trouble> TroublesAtStart(StoredChat stored)
    {
        if (stored.MovedAside is not null) { yield return Trouble.HistoryMovedAside; }
        if (!PeerHub.HasSecureSessions) { yield return Trouble.NoSecureChats; }
    }

    // A cable that is plugged in again changes no address, but who can be reached.
    private void OnNetworkChanged(object? sender, EventArgs change)
    {
        try
        {
            ShowAddresses();
            hub.DropDeadEnds();
        }
        catch (NetworkInformationException unknown)
        {
            // Out of files the system cannot even be asked; nobody else would catch this.
            logger.NetworksUnknown(unknown);
        }

        redialer.DialNow();
        nearby.Refresh();
    }

    private void ShowAddresses()
    {
        ImmutableArray<string> addresses = [.. hub.Addresses.Select(address => address.ToString())];
        chat.Apply(snapshot => snapshot.Self.Addresses.SequenceEqual(addresses) ? snapshot : snapshot with { Self = snapshot.Self with { Addresses = addresses } });
    }
}
