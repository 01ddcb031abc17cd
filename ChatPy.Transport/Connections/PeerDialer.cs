using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;

namespace ChatPy.Transport.Connections;

/// <summary>Opens TCP connections. That a peer cannot be reached is an everyday result, not an exception.</summary>
internal sealed class PeerDialer(IOptions<TransportOptions> options, TimeProvider time)
{
    /// <summary>Where machines of a cloud ask for their own secrets.</summary>
    private static readonly IPAddress s_metadata = IPAddress.Parse("169.254.169.254");

    /// <summary>Connects within <see cref="TransportOptions.ConnectTimeout"/>, name look-up included.</summary>
    public async Task<(PeerConnection? Connection, DialFailure? Failure)> DialAsync(PeerAddress address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.ConnectTimeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            IPAddress[] candidates = await ResolveAsync(address.Host, life.Token);
            if (candidates.Length == 0) { return (null, DialFailure.UnknownName); }

            // What a person types leads to a peer, and to nothing else within reach of this machine. A name is no way around that.
            IPAddress[] peers = [.. candidates.Where(candidate => WhyNot(candidate, address.Port) is null)];
            return peers.Length == 0
                ? (null, WhyNot(candidates[0], address.Port))
                : (await ConnectAsync(peers, address.Port, life.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, DialFailure.Timeout);
        }
        catch (SocketException failed)
        {
            return (null, Classify(failed.SocketErrorCode));
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out IPAddress? literal) ? [literal]
        : host.Contains('%', StringComparison.Ordinal) ? throw new SocketException((int)SocketError.NetworkUnreachable) // a zone this machine lacks
        : await Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>Connects to the first address of one machine that answers. What the first of them said is thrown: the system puts those last to which it has no way.</summary>
    internal async Task<PeerConnection> ConnectAsync(IReadOnlyList<IPAddress> candidates, int port, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? first = null;
        foreach (IPAddress candidate in candidates)
        {
            // One that swallows what is sent to it must leave the others time.
            using var share = new CancellationTokenSource(options.Value.ConnectTimeout / candidates.Count, time);
            using var life = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            var socket = new Socket(candidate.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(candidate, port), life.Token);
                return new PeerConnection(socket, dialledByUs: true, options.Value.StalledAfter);
            }
            catch (Exception failed)
            {
                socket.Dispose();
                if (cancellationToken.IsCancellationRequested || failed is not (SocketException or OperationCanceledException)) { throw; }

                first ??= ExceptionDispatchInfo.Capture(failed);
            }
        }

        first!.Throw();
        throw new InvalidOperationException("Not reached.");
    }

    private DialFailure? WhyNot(IPAddress address, int port)
    {
        IPAddress ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        bool isNobodys = ip.AddressFamily == AddressFamily.InterNetworkV6
            ? ip.IsIPv6Multicast || ip.Equals(IPAddress.IPv6Any)
            : ip.GetAddressBytes()[0] is 0 or >= 224 || ip.Equals(s_metadata);   // this network, multicast, reserved and broadcast
        return isNobodys ? DialFailure.Invalid
            : IPAddress.IsLoopback(ip) && port == options.Value.PagePort ? DialFailure.Self : null;
    }

    private static DialFailure Classify(SocketError error) => error switch
    {
        SocketError.ConnectionRefused or SocketError.ConnectionReset => DialFailure.Refused,
        SocketError.TimedOut => DialFailure.Timeout,
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => DialFailure.UnknownName,
        _ => DialFailure.Unreachable,
    };
}
