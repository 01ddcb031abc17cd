using System.Globalization;
using System.Net;

namespace ChatPy.Web.Hosting;

/// <summary>
/// Whose a connection within this machine is: where several people share one, localhost is everybody's. Linux tells it, in its tables of TCP
/// connections; where there are none, nobody does. SAFETY.md W4.
/// </summary>
/// <param name="tables">The folder with <c>tcp</c> and <c>tcp6</c>.</param>
/// <param name="own">The number of the account that this process runs as.</param>
internal sealed class ConnectionOwner(string tables, int own)
{
    private const int Root = 0;

    /// <summary>What this system tells this process.</summary>
    public static ConnectionOwner OfThisProcess() => new("/proc/self/net", ReadOwn("/proc/self/status"));

    /// <summary>Whether the program at the other end runs as this account, or as root, from whom nothing is safe; true where nobody tells.</summary>
    /// <param name="client">The other end, within this machine.</param>
    /// <param name="server">This end.</param>
    public bool IsOwn(IPEndPoint client, IPEndPoint server)
    {
        if (!File.Exists(Path.Combine(tables, "tcp"))) { return true; }

        // A program may reach an IPv4 address by a socket for IPv6. Of one that has gone meanwhile nothing is found, and it is owed no answer.
        bool isIPv4 = client.Address.IsIPv4MappedToIPv6 || client.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        int? owner = (isIPv4 ? Find("tcp", client, server, static address => address.MapToIPv4()) : null)
            ?? Find("tcp6", client, server, static address => address.MapToIPv6());
        return owner == own || owner == Root;
    }

    private int? Find(string table, IPEndPoint client, IPEndPoint server, Func<IPAddress, IPAddress> form)
    {
        string path = Path.Combine(tables, table);
        if (!File.Exists(path)) { return null; }

        string ends = $" {Write(form(client.Address), client.Port)} {Write(form(server.Address), server.Port)} ";
        string? row = File.ReadLines(path).FirstOrDefault(line => line.Contains(ends, StringComparison.Ordinal));
        // What has been closed counts as root's there, and has no inode.
        return row?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, _, _, _, _, var account, _, not "0", ..]
            ? int.Parse(account, CultureInfo.InvariantCulture)
            : null;
    }

    // Words of 32 bits as the processor reads them, then the port.
    private static string Write(IPAddress address, int port)
    {
        IEnumerable<string> words = address.GetAddressBytes().Chunk(sizeof(uint))
            .Select(static word => BitConverter.ToUInt32(word).ToString("X8", CultureInfo.InvariantCulture));
        return $"{string.Concat(words)}:{port:X4}";
    }

    // "Uid:", then the real, the effective and two other accounts.
    private static int ReadOwn(string status) => File.Exists(status)
        ? int.Parse(File.ReadLines(status).First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2], CultureInfo.InvariantCulture)
        : Root;
}
