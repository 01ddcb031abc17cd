using System.Net;

namespace ChatPy.Transport.Connections;

/// <summary>How many accepted connections are held at once, in all and from one address. Loopback has no limit of its own.</summary>
internal sealed class ConnectionLimits(TransportOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _perAddress = [];
    private int _total;

    /// <summary>Takes a place for one connection, or says that there is none. Dispose the place when the connection is gone.</summary>
    public IDisposable? TryEnter(PeerAddress remote)
    {
        bool isLoopback = IPAddress.TryParse(remote.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip);
        lock (_gate)
        {
            int here = _perAddress.GetValueOrDefault(remote.Host);
            if (_total >= options.MaxConnections || (!isLoopback && here >= options.MaxConnectionsPerAddress)) { return null; }

            _total++;
            _perAddress[remote.Host] = here + 1;
            return new Place(this, remote.Host);
        }
    }

    private void Leave(string host)
    {
        lock (_gate)
        {
            _total--;
            if (--_perAddress[host] == 0) { _perAddress.Remove(host); }
        }
    }

    private sealed class Place(ConnectionLimits limits, string host) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) { limits.Leave(host); }
        }
    }
}
