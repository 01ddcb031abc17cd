using System.Net;
using System.Net.Sockets;

namespace ChatPy.Faults.Platform;

/// <summary>TCP ports that nobody uses, below those that the system hands out itself: a killed process must get its own back.</summary>
internal static class Ports
{
    private static readonly Lock s_gate = new();
    private static int s_next = 20_000 + (Environment.ProcessId * 37 % 10_000);

    public static int Take()
    {
        lock (s_gate)
        {
            while (true)
            {
                s_next = s_next >= 31_999 ? 20_000 : s_next + 1;
                if (IsFree(s_next)) { return s_next; }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException) { return false; }
    }
}
