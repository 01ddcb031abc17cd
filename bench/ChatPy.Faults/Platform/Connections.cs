using System.Globalization;

namespace ChatPy.Faults.Platform;

/// <summary>TCP connections as the kernel knows them, in the network of a process.</summary>
internal static class Connections
{
    private const string Established = "01";
    private static readonly string[] s_tables = ["tcp", "tcp6"];

    /// <summary>Connections that one process has with another: those it accepted from it and those it dialled, told by the ports that the two listen on.</summary>
    /// <param name="process">Any process of that network.</param>
    /// <param name="ownPort">Where the one listens.</param>
    /// <param name="otherPort">Where the other listens.</param>
    public static int Count(int process, int ownPort, int otherPort) => s_tables
        .SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(fields => fields[3] == Established && (PortOf(fields[1]) == ownPort || PortOf(fields[2]) == otherPort));

    private static int PortOf(string address) => int.Parse(address.AsSpan(address.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
