using System.Net.Sockets;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPy.Tests.Unit.Connections;

public sealed class PeerListenerTests
{
    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, 4242, "--ChatPy:Port 4243")]
    [InlineData(SocketError.AccessDenied, 80, "--ChatPy:Port 4242")]
    [InlineData(SocketError.AccessDenied, 4242, "--ChatPy:Port 4243")]   // on Windows: somebody else's, or set aside
    public void Explain_PortThatCannotBeHad_ProposesAnotherOne(SocketError refused, int port, string proposal)
    {
        var options = new TransportOptions { Port = port };
        var arrivals = new ArrivalRate(options, _ => false, TimeProvider.System, NullLogger.Instance);
        var listener = new PeerListener(Options.Create(options), arrivals, TimeProvider.System, NullLogger<PeerListener>.Instance);

        Assert.Contains(proposal, listener.Explain(new SocketException((int)refused)), StringComparison.Ordinal);
    }
}
