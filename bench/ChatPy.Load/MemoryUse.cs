using System.Globalization;

namespace ChatPy.Load;

/// <summary>What a process holds, in MiB of 2^20 bytes. Read from Linux.</summary>
/// <param name="Resident">With what it shares with others.</param>
/// <param name="Proportional">With its part of that.</param>
internal readonly record struct MemoryUse(double Resident, double Proportional)
{
    public static MemoryUse operator +(MemoryUse one, MemoryUse other) => new(one.Resident + other.Resident, one.Proportional + other.Proportional);

    public static MemoryUse Of(LoadProcess process) => Of(process.Id);

    /// <param name="process">As the system knows it.</param>
    public static MemoryUse Of(int process)
    {
        string[] lines = File.ReadAllLines($"/proc/{process}/smaps_rollup");
        return new MemoryUse(Read(lines, "Rss:"), Read(lines, "Pss:"));
    }

    /// <summary>Of a process and of all that it started.</summary>
    public static MemoryUse OfTree(int process) => Directory.EnumerateDirectories($"/proc/{process}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Aggregate(Of(process), (all, child) => all + OfTree(int.Parse(child, CultureInfo.InvariantCulture)));

    public override string ToString() => $"RSS {Resident:F0}, PSS {Proportional:F0} MiB";

    private static double Read(string[] lines, string name) =>
        double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
}
