using System.Globalization;

namespace ChatPy.Faults.Platform;

/// <summary>What a process holds.</summary>
/// <param name="ResidentMegabytes">Memory, in MiB of 2^20 bytes.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct ResourceUse(long ResidentMegabytes, int Handles, int Threads)
{
    public static ResourceUse Of(int process)
    {
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        return new ResourceUse(Read(status, "VmRSS:") / 1024, Directory.GetFiles($"/proc/{process}/fd").Length, (int)Read(status, "Threads:"));
    }

    public override string ToString() => $"{ResidentMegabytes} MiB, {Handles} handles, {Threads} threads";

    private static long Read(string[] status, string name) =>
        long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
