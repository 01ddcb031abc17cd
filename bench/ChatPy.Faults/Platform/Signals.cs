using System.Globalization;
using System.Runtime.InteropServices;

namespace ChatPy.Faults.Platform;

/// <summary>Signals of Unix, sent without a program in between: how long that takes is part of some figures.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Signal {signal} to process {process}: {Marshal.GetLastPInvokeErrorMessage()}"));
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
