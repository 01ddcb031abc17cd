using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChatPy.Faults.Platform;

/// <summary>
/// An ext4 file system in a file, whose power can be cut: the kernel stops writing at once, its journal included, and what had not been
/// flushed is gone, as on a machine whose plug was pulled.
/// </summary>
internal sealed partial class CuttableDisk : IAsyncDisposable
{
    // EXT4_IOC_SHUTDOWN is _IOR('X', 125, __u32); 2 is EXT4_GOING_FLAGS_NOLOGFLUSH. fs/ext4/ext4.h of the kernel.
    private const ulong Shutdown = 0x8004587D;
    private const uint NoLogFlush = 2;

    private readonly string _image;

    private CuttableDisk(string image, string path)
    {
        _image = image;
        Path = path;
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    public static async Task<CuttableDisk> CreateAsync(string workDirectory, int megabytes)
    {
        string image = System.IO.Path.Combine(workDirectory, "disk.img"), path = System.IO.Path.Combine(workDirectory, "disk");
        Directory.CreateDirectory(path);
        await using (FileStream file = File.Create(image)) { file.SetLength(megabytes * 1024L * 1024); }

        await Command.RunAsync("mkfs.ext4", "-q", "-F", image);
        var disk = new CuttableDisk(image, path);
        await disk.MountAsync();
        return disk;
    }

    public Task MountAsync() => Command.RunAsync("mount", "-o", "loop", _image, Path);

    public Task UnmountAsync() => Command.RunAsync("umount", Path);

    /// <summary>Pulls the plug. Whatever is written from now on fails; unmount and mount it to have it back.</summary>
    public void Cut()
    {
        using SafeFileHandle directory = Open(Path, 0);
        uint how = NoLogFlush;
        if (Control(directory, Shutdown, ref how) != 0) { throw new InvalidOperationException($"The power cannot be cut: {Marshal.GetLastPInvokeErrorMessage()}"); }
    }

    public async ValueTask DisposeAsync()
    {
        await Command.TryAsync("umount", "--lazy", Path);
        File.Delete(_image);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, ulong request, ref uint argument);
}
