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
    private string? _device;

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

    /// <summary>
    /// Mounts it by a block device of its own each time. A file system that was cut lives on for as long as any mount namespace of the
    /// machine (a container, a browser's sandbox) still has a copy of its mount, and the same device would give that dead one back.
    /// </summary>
    private async Task MountAsync()
    {
        _device = (await Command.RunAsync("losetup", "--find", "--show", _image)).Trim();
        await Command.RunAsync("mount", _device, Path);
    }

    /// <summary>The power is back: what is on the disk is there again.</summary>
    public async Task RestoreAsync()
    {
        await Command.RunAsync("umount", Path);
        await DetachAsync();
        await MountAsync();
    }

    /// <summary>Pulls the plug. Whatever is written from now on fails, until <see cref="RestoreAsync"/>.</summary>
    public void Cut()
    {
        using SafeFileHandle directory = Open(Path, 0);
        uint how = NoLogFlush;
        if (Control(directory, Shutdown, ref how) != 0) { throw new InvalidOperationException($"The power cannot be cut: {Marshal.GetLastPInvokeErrorMessage()}"); }
    }

    public async ValueTask DisposeAsync()
    {
        await Command.TryAsync("umount", "--lazy", Path);
        await DetachAsync();
        File.Delete(_image);
    }

    private async Task DetachAsync()
    {
        if (_device is not { } device) { return; }
        _device = null;
        await Command.TryAsync("losetup", "--detach", device);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, ulong request, ref uint argument);
}
