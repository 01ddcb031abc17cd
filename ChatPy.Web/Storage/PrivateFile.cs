namespace ChatPy.Web.Storage;

/// <summary>Files for the eyes of their owner only, whatever folder they lie in.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens the file, or makes it with mode 0600; on Windows a profile folder sees to that.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate)) { options.UnixCreateMode = OwnerOnly; }
        var file = new FileStream(path, options);
        Tighten(path);
        return file;
    }

    /// <summary>Makes an empty file, so that a library which opens it by name finds the mode it shall have.</summary>
    public static void Create(string path) => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();

    /// <summary>Takes from others the rights that they have on it, if it is there.</summary>
    public static void Tighten(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) { return; }
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != 0) { File.SetUnixFileMode(path, OwnerOnly); }
    }

    /// <summary>Waits until the file is on disk.</summary>
    public static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
