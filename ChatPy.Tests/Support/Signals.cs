using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ChatPy.Tests.Support;

/// <summary>Asks another process to end, the way a console or the system does.</summary>
internal static class Signals
{
    private const uint CtrlBreak = 1;

    /// <param name="processId">Whom to ask.</param>
    /// <param name="signal">INT or TERM; on Windows it is always Ctrl+Break.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task SendAsync(int processId, string signal, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!GenerateConsoleCtrlEvent(CtrlBreak, (uint)processId)) { throw new Win32Exception(); }
            return;
        }

        using Process kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GenerateConsoleCtrlEvent(uint controlEvent, uint processGroup);
}
