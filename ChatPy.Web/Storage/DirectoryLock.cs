using ChatPy.Transport;

namespace ChatPy.Web.Storage;

/// <summary>A file held open as long as a process uses a folder. The system lets go of it however the process ends.</summary>
internal static class DirectoryLock
{
    // How "somebody else has it" is spelled: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux and on macOS.
    private static readonly int[] s_held = [unchecked((int)0x80070020), 11, 35];

    /// <exception cref="StartException">Another process has it.</exception>
    public static FileStream Take(string directory)
    {
        try
        {
            return PrivateFile.Open(Path.Combine(directory, "chatpy.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (s_held.Contains(failure.HResult))
        {
            throw new StartException(
                $"Another ChatPy is using {directory}. Use its page, or end it first; to run two on one machine, give this one a folder of its own with the setting ChatPy:DataDirectory.", failure);
        }
    }
}
