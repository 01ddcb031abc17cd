using System.Net;
using System.Net.Sockets;

namespace ChatPy.Faults.Platform;

/// <summary>
/// TCP ports for processes that cannot be asked to take a free one. They lie below those the system gives out by itself, and a locked file
/// keeps whatever else takes its ports here off them: another run, and the faults within the tests.
/// </summary>
internal static class Ports
{
    private const int First = 20000;
    private const int Count = 10000;

    private static readonly List<FileStream> s_leases = [];
    private static int s_next = Environment.ProcessId * 16;

    public static int Take()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "chatpy-ports")).FullName;
        for (int attempt = 0; attempt < Count; attempt++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            if (TryLease(Path.Combine(folder, $"{port}"))) { return IsFree(port) ? port : Take(); }
        }

        throw new InvalidOperationException("No TCP port is free.");
    }

    private static bool TryLease(string file)
    {
        try
        {
            var lease = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            lock (s_leases) { s_leases.Add(lease); }
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var any = new TcpListener(IPAddress.IPv6Any, port);
            any.Server.DualMode = true;
            any.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
