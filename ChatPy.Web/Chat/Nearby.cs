using System.Collections.Immutable;
using ChatPy.Transport.Discovery;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Sessions;

namespace ChatPy.Web.Chat;

/// <summary>The machines that announce themselves on this network, kept for the page until they leave or fall silent.</summary>
internal sealed class Nearby(ChatStore chat, PeerHub hub, MulticastDiscovery discovery, TimeProvider time)
{
    /// <summary>More are not shown: anybody can invent them.</summary>
    public const int Most = 64;

    /// <summary>Three announcements may get lost.</summary>
    public static readonly TimeSpan Silence = 3.5 * MulticastDiscovery.Period;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerId, (NearbyPeer Peer, long At)> _heard = [];

    /// <summary>Whether the settings want machines to find each other.</summary>
    public bool IsOn => discovery.IsOn;

    /// <summary>Seeks and is found, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using ITimer forgetting = time.CreateTimer(_ => Forget(), null, MulticastDiscovery.Period, MulticastDiscovery.Period);
        await discovery.RunAsync(Announce, Hear, cancellationToken);
    }

    /// <summary>The name has changed, or the wish to be seen, or a network: the others shall know.</summary>
    public void Refresh() => discovery.Refresh();

    /// <summary>Somebody said something.</summary>
    public void Hear(HeardAnnouncement heard)
    {
        ArgumentNullException.ThrowIfNull(heard);

        lock (_gate)
        {
            NearbyPeer peer = heard.Peer;
            if (heard.IsLeaving) { _heard.Remove(peer.Id); }
            else if (_heard.Count < Most || _heard.ContainsKey(peer.Id)) { _heard[peer.Id] = (peer, time.GetTimestamp()); }
            Show();
        }
    }

    private (string Nickname, int Port)? Announce() =>
        chat.Current.Self is { IsAnnounced: true } self && hub.Port is { } port ? (self.Nickname, port) : null;

    private void Forget()
    {
        lock (_gate)
        {
            foreach (PeerId silent in _heard.Where(known => time.GetElapsedTime(known.Value.At) > Silence).Select(known => known.Key).ToList()) { _heard.Remove(silent); }
            Show();
        }
    }

    private void Show()
    {
        ImmutableArray<NearbyPeer> peers = [.. _heard.Values.Select(known => known.Peer).OrderBy(peer => peer.Nickname, StringComparer.CurrentCultureIgnoreCase).ThenBy(peer => peer.Id)];
        chat.Apply(snapshot => snapshot.Nearby.SequenceEqual(peers) ? snapshot : snapshot with { Nearby = peers });
    }
}
