using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Nodes;

/// <summary>How a ChatPy process of a run is started.</summary>
/// <param name="Name">One word, the first of each of its messages.</param>
/// <param name="DataDirectory">What it keeps; empty for where ChatPy would keep it by itself.</param>
internal sealed record NodeSettings(string Name, string DataDirectory)
{
    public int PagePort { get; init; } = Ports.Take();

    public int PeerPort { get; init; } = Ports.Take();

    public string ListenAddress { get; init; } = "127.0.0.1";

    /// <summary>The address that others dial, where it listens on all.</summary>
    public string? ReachedAt { get; init; }

    /// <summary>The network namespace to run in, if it is not the machine's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>A program and its arguments that runs ChatPy in turn: <c>strace …</c>.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    /// <summary>Whether its clock can be set (<see cref="Node.SetClockAsync"/>).</summary>
    public bool HasMovableClock { get; init; }

    /// <summary>SQLite's <c>synchronous</c>; anything but FULL is for the control of a fault that must lose something.</summary>
    public string Synchronous { get; init; } = "FULL";

    /// <summary>What it finds in its environment beside what the run has.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    public IEnumerable<string> ToArguments() =>
    [
        "--urls", $"http://127.0.0.1:{PagePort}",
        "--ChatPy:Port", $"{PeerPort}",
        "--ChatPy:ListenAddress", ListenAddress,
        "--ChatPy:DiscoveryPort", "0",
        .. DataDirectory == "" ? (string[])[] : ["--ChatPy:DataDirectory", DataDirectory],
        "--ChatPy:Nickname", Name,
        "--ChatPy:BannerTimeout", "00:00:10", "--ChatPy:FirstByteTimeout", "00:00:10",   // how busy the machine is must not decide who is a plain peer
        "--ChatPy:MaxDialsPerMinute", "60000",   // a fault dials faster than a person
        .. More,
    ];
}
