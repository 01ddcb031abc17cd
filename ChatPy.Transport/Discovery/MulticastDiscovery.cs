using System.Net;
using System.Threading.Channels;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPy.Transport.Discovery;

/// <summary>
/// Tells the local networks who is here and hears who else is: a small datagram to a multicast group every ten seconds, and soon after somebody
/// asks.
/// </summary>
public sealed class MulticastDiscovery(IdentityKey own, IOptions<TransportOptions> options, ILogger<MulticastDiscovery> logger)
{
    /// <summary>How often a machine says that it is still here.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Of the range kept for the use within one organisation (RFC 2365).</summary>
    private static readonly IPAddress s_group = IPAddress.Parse("239.255.42.42");

    /// <summary>Between two announcements, whoever asks.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    /// <summary>Between two datagrams heard: what comes faster than fifty a second is lost before anybody reads it.</summary>
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _asks = true;

    /// <summary>Whether the settings want any of it.</summary>
    public bool IsOn => options.Value.DiscoveryPort != 0;

    /// <summary>Runs until cancelled; the last word is then that this machine leaves. Returns at once where the settings want none of it.</summary>
    /// <param name="announce">What to say, asked before each announcement: a nickname and the TCP port; nothing to stay unseen.</param>
    /// <param name="heard">Told of each announcement of another machine, one at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<(string Nickname, int Port)?> announce, Action<HeardAnnouncement> heard, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(announce);
        ArgumentNullException.ThrowIfNull(heard);
        if (!IsOn) { return; }

        using MulticastSocket? socket = MulticastSocket.TryOpen(new IPEndPoint(s_group, options.Value.DiscoveryPort), options.Value.ListenAddress, logger);
        if (socket is null) { return; }

        Task hearing = HearAsync(socket, heard, cancellationToken);
        await AnnounceAsync(socket, announce, cancellationToken);
        await hearing;
    }

    /// <summary>What is announced has changed, or the networks have: the next announcement comes soon, and asks who else is there.</summary>
    public void Refresh()
    {
        Interlocked.Exchange(ref _asks, true);
        _bell.Writer.TryWrite(true);
    }

    private async Task AnnounceAsync(MulticastSocket socket, Func<(string Nickname, int Port)?> announce, CancellationToken cancellationToken)
    {
        bool isKnown = false;
        try
        {
            while (true)
            {
                if (announce() is { } now)
                {
                    socket.Send(AnnouncementCodec.Write(own.PeerId, now.Nickname, now.Port, Interlocked.Exchange(ref _asks, false)));
                    isKnown = true;
                }
                else
                {
                    socket.Join();
                    if (isKnown) { Leave(socket); }
                    isKnown = false;
                }

                await Task.Delay(s_rest, cancellationToken);
                await WaitAsync(Period - s_rest, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (isKnown) { Leave(socket); }
        }
    }

    private void Leave(MulticastSocket socket) => socket.Send(AnnouncementCodec.Write(own.PeerId, nickname: "", port: 0, asks: false));

    private async Task HearAsync(MulticastSocket socket, Action<HeardAnnouncement> heard, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[AnnouncementCodec.MaxBytes + 1];
        try
        {
            while (true)
            {
                (int bytes, IPAddress from) = await socket.ReceiveAsync(buffer, cancellationToken);
                if (AnnouncementCodec.TryRead(buffer.AsSpan(0, bytes), from, out HeardAnnouncement? said) && said.Peer.Id != own.PeerId)
                {
                    heard(said);
                    if (said.Asks) { _bell.Writer.TryWrite(true); }
                }

                await Task.Delay(s_breath, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
    }

    private async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(most);
        try { await _bell.Reader.ReadAsync(patience.Token); }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested) { }
    }
}
