using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Nodes;

namespace ChatPy.Load.Peers;

/// <summary>Many peers of one ChatPy, each with a key of its own, made by hand in this process.</summary>
internal sealed class Crowd : IDisposable
{
    private const int AtOnce = 8;

    private Crowd(X509Certificate2[] identities) => Identities = identities;

    public IReadOnlyList<X509Certificate2> Identities { get; }

    /// <summary>Those that are connected, in the order of the keys.</summary>
    public IReadOnlyList<RawPeer> Peers { get; private set; } = [];

    public static Crowd Create(int count) => new([.. Enumerable.Range(0, count).Select(static _ => RawPeer.CreateIdentity())]);

    /// <summary>Does something for each, some at once as a machine with few cores does best.</summary>
    public static Task ForEachAsync(int count, Func<int, CancellationToken, ValueTask> act, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, act);

    /// <summary>Connects them all, the whole handshake; those before are gone.</summary>
    public async Task ConnectAsync(string address, CancellationToken cancellationToken)
    {
        Leave();
        var peers = new RawPeer[Identities.Count];
        await ForEachAsync(peers.Length, async (i, _) => peers[i] = await RawPeer.HandshakeAsync(address, identity: Identities[i]), cancellationToken);
        Peers = peers;
    }

    /// <summary>All do it at once; until the last one has.</summary>
    public Task AllAsync(Func<RawPeer, int, Task> act) => Task.WhenAll(Peers.Select((peer, i) => Task.Run(() => act(peer, i))));

    /// <summary>All hang up.</summary>
    public void Leave()
    {
        foreach (RawPeer peer in Peers) { peer.Dispose(); }
        Peers = [];
    }

    public void Dispose()
    {
        Leave();
        foreach (X509Certificate2 identity in Identities) { identity.Dispose(); }
    }
}
