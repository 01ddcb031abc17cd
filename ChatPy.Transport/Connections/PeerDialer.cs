using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ChatPy.Transport.Connections;

/// <summary>Opens TCP connections. That a peer cannot be reached is an everyday result, not an exception.</summary>
internal sealed class PeerDialer(IOptions<TransportOptions> options, TimeProvider time)
{
    /// <summary>Connects within <see cref="TransportOptions.ConnectTimeout"/>, name look-up included.</summary>
    public async Task<(PeerConnection? Connection, DialFailure? Failure)> DialAsync(PeerAddress address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.ConnectTimeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            IPAddress[] candidates = await ResolveAsync(address.Host, life.Token);
            return candidates.Length == 0
                ? (null, DialFailure.UnknownName)
                : (await ConnectAsync(candidates, address.Port, life.Token), null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
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

    private async Task<PeerConnection> ConnectAsync(IPAddress[] candidates, int port, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            var socket = new Socket(candidates[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(candidates[i], port), cancellationToken);
                return new PeerConnection(socket, dialledByUs: true, options.Value.StalledAfter);
            }
            catch (SocketException) when (i < candidates.Length - 1) { socket.Dispose(); }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static DialFailure Classify(SocketError error) => error switch
    {
        SocketError.ConnectionRefused or SocketError.ConnectionReset => DialFailure.Refused,
        SocketError.TimedOut => DialFailure.Timeout,
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => DialFailure.UnknownName,
        _ => DialFailure.Unreachable,
    };
}
