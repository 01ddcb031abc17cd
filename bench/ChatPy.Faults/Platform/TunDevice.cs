using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ChatPy.Faults.Platform;

/// <summary>One end of a network whose packets pass through this program. linux/if_tun.h of the kernel.</summary>
internal sealed partial class TunDevice : IDisposable
{
    private const int ReadWrite = 2;
    private const ulong SetInterface = 0x400454CA;     // TUNSETIFF
    private const short TunWithoutHeader = 0x0001 | 0x1000;   // IFF_TUN | IFF_NO_PI
    private const int NameLength = 16, RequestLength = 40;    // IFNAMSIZ, sizeof(struct ifreq)
    private const short Readable = 1;                  // POLLIN

    private readonly SafeFileHandle _handle;

    private TunDevice(SafeFileHandle handle) => _handle = handle;

    /// <summary>Makes a device and puts it into a network namespace.</summary>
    public static async Task<TunDevice> CreateAsync(string name, string space)
    {
        SafeFileHandle handle = Open("/dev/net/tun", ReadWrite);
        byte[] request = new byte[RequestLength];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(NameLength), TunWithoutHeader);
        if (handle.IsInvalid || Control(handle, SetInterface, request) != 0) { throw new Win32Exception(Marshal.GetLastPInvokeError(), $"TUN device {name}"); }

        await Command.RunAsync("ip", "link", "set", name, "netns", space);
        await Command.RunAsync("ip", "-n", space, "link", "set", name, "up");
        return new TunDevice(handle);
    }

    /// <summary>Waits for a packet that the machine sends.</summary>
    /// <returns>Its length; 0 if none came in time.</returns>
    public int Read(byte[] buffer, TimeSpan patience)
    {
        var wanted = new PollRequest { Descriptor = (int)_handle.DangerousGetHandle(), Events = Readable };
        return Poll(ref wanted, 1, (int)patience.TotalMilliseconds) > 0 ? (int)Math.Max(0, Read(_handle, buffer, (nuint)buffer.Length)) : 0;
    }

    /// <summary>Hands the machine a packet. One that it does not want is lost, as on any network.</summary>
    public void Write(ReadOnlySpan<byte> packet) => Write(_handle, packet, (nuint)packet.Length);

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, ulong request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest wanted, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, [Out] byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
