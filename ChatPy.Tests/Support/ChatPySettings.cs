using ChatPy.Faults.Platform;

namespace ChatPy.Tests.Support;

/// <summary>How a process of ChatPy is started in a test.</summary>
/// <param name="DataDirectory">What it keeps; start again with the same to restart it.</param>
internal sealed record ChatPySettings(string DataDirectory)
{
    public int PagePort { get; init; } = Ports.Take();

    public int PeerPort { get; init; } = Ports.Take();

    public string ListenAddress { get; init; } = "127.0.0.1";

    public string Nickname { get; init; } = "Test";

    /// <summary>The network namespace to run in, if it is not the machine's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Further arguments, after those that follow from the above.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    public IEnumerable<string> ToArguments() =>
    [
        "--urls", $"http://localhost:{PagePort}",
        "--ChatPy:Port", $"{PeerPort}",
        "--ChatPy:ListenAddress", ListenAddress,
        "--ChatPy:DiscoveryPort", Namespace is null ? "0" : "4242",   // no test is heard on the network that this machine really is on
        "--ChatPy:DataDirectory", DataDirectory,
        "--ChatPy:Nickname", Nickname,
        "--ChatPy:BannerTimeout", "00:00:10",   // how busy the machine is must not decide who is a plain peer
        "--ChatPy:MaxStrangerMessagesAtOnce", "1000",   // and nobody accepts the scripts that fill a page
        .. More,
    ];
}
