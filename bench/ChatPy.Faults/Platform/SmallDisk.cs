namespace ChatPy.Faults.Platform;

/// <summary>A disk of a few MiB that can be filled, and given room again.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _filler;

    private SmallDisk(string path)
    {
        Path = path;
        _filler = System.IO.Path.Combine(path, "filler");
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <param name="path">An empty folder, or one to make.</param>
    /// <param name="megabytes">Its size.</param>
    /// <param name="options">Further options of mount(8): <c>ro</c>.</param>
    public static async Task<SmallDisk> CreateAsync(string path, int megabytes, string options = "rw")
    {
        Directory.CreateDirectory(path);
        await Command.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,{options}", "tmpfs", path);
        return new SmallDisk(path);
    }

    /// <summary>Takes all room but this much.</summary>
    public void FillUpTo(long free)
    {
        using FileStream file = File.OpenWrite(_filler);
        file.Seek(0, SeekOrigin.End);
        byte[] block = new byte[4096];
        try
        {
            while (FreeBytes > free) { file.Write(block); file.Flush(); }
        }
        catch (IOException) { /* somebody else took the rest */ }
    }

    /// <summary>Gives room back.</summary>
    public void Free(long bytes)
    {
        using FileStream file = File.OpenWrite(_filler);
        file.SetLength(Math.Max(0, file.Length - bytes));
    }

    public async ValueTask DisposeAsync() => await Command.TryAsync("umount", "--lazy", Path);
}
