using System.Net;

namespace ChatPy.Transport.Connections;

/// <summary>
/// How many accepted connections are held at once: in all, from one address, and of those of whom nobody knows yet who they are. Loopback has no limit
/// of its own.
/// </summary>
internal sealed class ConnectionLimits(TransportOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _perAddress = [];
    private readonly LinkedList<ConnectionPlace> _undecided = [];
    private int _total;

    /// <summary>Takes a place for one connection, or says that there is none. Dispose the place when the connection is gone.</summary>
    /// <param name="remote">Where it comes from.</param>
    /// <param name="giveWay">
    /// Closes it: too many have come after it, and still nobody knows who it is. The one that has had the longest time gives way, for those who
    /// shake hands as they should need a small part of it; were the newest refused, a few that say nothing would keep everybody out.
    /// </param>
    public ConnectionPlace? TryEnter(PeerAddress remote, Action giveWay)
    {
        bool isLoopback = IPAddress.TryParse(remote.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip);
        ConnectionPlace place = new(this, remote.Host, giveWay);
        ConnectionPlace? oldest = null;
        lock (_gate)
        {
            int here = _perAddress.GetValueOrDefault(remote.Host);
            if (_total >= options.MaxConnections || (!isLoopback && here >= options.MaxConnectionsPerAddress)) { return null; }

            _total++;
            _perAddress[remote.Host] = here + 1;
            _undecided.AddLast(place);
            if (_undecided.Count > options.MaxUndecided)
            {
                oldest = _undecided.First!.Value;
                _undecided.RemoveFirst();
            }
        }

        oldest?.GiveWay();
        return place;
    }

    internal void Decide(ConnectionPlace place)
    {
        lock (_gate) { _undecided.Remove(place); }
    }

    internal void Leave(ConnectionPlace place)
    {
        lock (_gate)
        {
            _undecided.Remove(place);
            _total--;
            if (--_perAddress[place.Host] == 0) { _perAddress.Remove(place.Host); }
        }
    }
}

/// <summary>The place of one accepted connection.</summary>
internal sealed class ConnectionPlace(ConnectionLimits limits, string host, Action giveWay) : IDisposable
{
    private int _left;

    public string Host => host;

    public void GiveWay() => giveWay();

    /// <summary>Who is there is known, a peer with a key or a plain one that is shown: from here on it gives way to nobody.</summary>
    public void Decide() => limits.Decide(this);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) { limits.Leave(this); }
    }
}
