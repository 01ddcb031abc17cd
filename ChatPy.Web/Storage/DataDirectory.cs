using ChatPy.Transport;

namespace ChatPy.Web.Storage;

/// <summary>The folder that holds all that ChatPy keeps, open to its owner only and held by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Not what .NET calls DriveType.Network: that counts encrypted homes and shared folders of virtual machines too.
    private static readonly HashSet<string> s_remoteFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav",
    };

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Finds or makes the folder, and takes it.</summary>
    /// <param name="configured">The setting <c>ChatPy:DataDirectory</c>; empty for the folder of the user.</param>
    /// <param name="logger">Told when rights had to be mended.</param>
    /// <exception cref="StartException">It cannot be used; the message says what to do.</exception>
    public static DataDirectory Open(string configured, ILogger logger)
    {
        string path = Resolve(configured, Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));
        try
        {
            Secure(path, logger);
            if (IsRemote(path, new DriveInfo(path).DriveFormat))
            {
                throw new StartException(
                    $"{path} is on the disk of another machine, where the history is not safe. Choose a folder on a disk of this one with the setting ChatPy:DataDirectory.");
            }

            return new DataDirectory(path, DirectoryLock.Take(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(path) ? "it is a file, not a folder" : failure.Message;
            throw new StartException(
                $"ChatPy cannot keep its data in {path}: {reason} Make that folder writable for your account, or choose another one with the setting ChatPy:DataDirectory.", failure);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The full path of the setting, or else of <c>chatpy</c> in the user's data folder.</summary>
    internal static string Resolve(string configured, string userData)
    {
        if (!string.IsNullOrWhiteSpace(configured)) { return System.IO.Path.GetFullPath(configured); }

        // Without a home, .NET says "" or takes a path from XDG_DATA_HOME that begins nowhere.
        return System.IO.Path.IsPathFullyQualified(userData)
            ? System.IO.Path.Combine(userData, "chatpy")
            : throw new StartException("This account has no folder for data (is HOME set?). Say where ChatPy may keep its own with the setting ChatPy:DataDirectory.");
    }

    /// <summary>Whether a file system keeps its files on another machine: SQLite's log is shared memory, which ends at this one.</summary>
    internal static bool IsRemote(string path, string format) =>
        path.StartsWith(@"\\", StringComparison.Ordinal) || s_remoteFormats.Contains(format);

    private static void Secure(string path, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
        {
            // A profile folder is its owner's alone there, and new folders inherit that.
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & ~OwnerOnly) == 0) { return; }

        if (mode.HasFlag(UnixFileMode.StickyBit))
        {
            throw new StartException($"{path} is shared by all users of this machine. Choose a folder of your own with the setting ChatPy:DataDirectory.");
        }

        File.SetUnixFileMode(path, OwnerOnly);
        logger.DirectoryTightened(path);
    }
}
