using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Connections;

/// <summary>
/// How fast new connections may come from one source: some at once, then so many a minute. Who goes on is barred, each time for twice as
/// long, until it has kept to the rate for a while. Loopback is exempt.
/// </summary>
/// <remarks>
/// A source is an IPv4 address, or the /64 of an IPv6 one: whoever has one address of it has them all. But a whole network shares its /64, too: a
/// host on which a ChatPy was met counts for itself, so that nobody else can have it barred.
/// </remarks>
internal sealed class ArrivalRate(TransportOptions options, Func<string, bool> isKnownHost, TimeProvider time, ILogger logger)
{
    /// <summary>Sources remembered at once. Whoever comes while all of them count is let in and not remembered: the limits of what is open still hold.</summary>
    public const int MaxSources = 1024;

    /// <summary>How long a source is barred the first time.</summary>
    public static readonly TimeSpan FirstBar = TimeSpan.FromSeconds(15);

    /// <summary>The longest that a source is barred.</summary>
    public static readonly TimeSpan LongestBar = TimeSpan.FromMinutes(10);

    private const int NetworkBytes = 8;

    private readonly TimeSpan _each = TimeSpan.FromMinutes(1) / options.MaxArrivalsPerMinute;
    private readonly TimeSpan _all = TimeSpan.FromMinutes(1) / options.MaxArrivalsPerMinute * options.MaxArrivalsAtOnce;
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Source> _sources = [];

    /// <summary>Who may come as fast as they like: other programs of this machine.</summary>
    public Func<IPAddress, bool> IsExempt { get; init; } = IPAddress.IsLoopback;

    /// <summary>Sources remembered now.</summary>
    public int Count
    {
        get { lock (_gate) { return _sources.Count; } }
    }

    /// <summary>Counts a connection from <paramref name="host"/>, and says whether it may stay.</summary>
    public bool TryArrive(string host)
    {
        if (SourceOf(host) is not string name) { return true; }

        TimeSpan bar;
        lock (_gate)
        {
            TimeSpan now = time.GetElapsedTime(_start);
            Source source = _sources.GetValueOrDefault(name);
            if (source.BarredUntil > now) { return false; }
            if (source.FreshAt <= now) { source = new Source(now, now, TimeSpan.Zero); }

            if (source.FreshAt + _each <= now + _all)
            {
                if (HasRoomFor(name, now)) { _sources[name] = source with { FreshAt = source.FreshAt + _each }; }
                return true;
            }

            // Half of what may come at once may come when the bar is over: a peer that only tries again is not barred anew at its second try.
            bar = source.Bar == TimeSpan.Zero ? FirstBar : source.Bar * 2 < LongestBar ? source.Bar * 2 : LongestBar;
            _sources[name] = new Source(now + bar + (_all / 2), now + bar, bar);
        }

        logger.SourceBarred(name, bar);
        return false;
    }

    private string? SourceOf(string host) =>
        !IPAddress.TryParse(host, out IPAddress? ip) || IsExempt(ip) ? null
        : ip.AddressFamily == AddressFamily.InterNetwork || isKnownHost(host) ? host
        : $"{new IPAddress([.. ip.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]])}/64";

    private bool HasRoomFor(string name, TimeSpan now)
    {
        if (_sources.Count < MaxSources || _sources.ContainsKey(name)) { return true; }

        foreach ((string fresh, Source source) in _sources)
        {
            if (source.FreshAt <= now) { _sources.Remove(fresh); }
        }

        return _sources.Count < MaxSources;
    }

    /// <param name="FreshAt">When nothing that it did counts any more; each connection moves that on.</param>
    /// <param name="BarredUntil">Until then nothing is accepted.</param>
    /// <param name="Bar">How long it was barred the last time.</param>
    private readonly record struct Source(TimeSpan FreshAt, TimeSpan BarredUntil, TimeSpan Bar);
}
