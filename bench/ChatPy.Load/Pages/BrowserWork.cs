using System.Globalization;

namespace ChatPy.Load.Pages;

/// <summary>What all processes of the browser have worked until now. Read from Linux.</summary>
internal static class BrowserWork
{
    private const double TicksPerSecond = 100;   // of /proc, on every Linux

    public static TimeSpan Read()
    {
        var all = new Dictionary<int, (string Name, int Parent, long Ticks)>();
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id)) { continue; }
            try { all[id] = Parse(File.ReadAllText(Path.Combine(directory, "stat"))); }
            catch (IOException) { /* it has just ended */ }
        }

        long ticks = all.Values.Where(process => process.Name is not ("dotnet" or "node") && IsOurs(process.Parent)).Sum(process => process.Ticks);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);

        bool IsOurs(int id) => id == Environment.ProcessId || (all.TryGetValue(id, out var process) && IsOurs(process.Parent));
    }

    // proc_pid_stat(5): the name stands in brackets and may hold anything.
    private static (string Name, int Parent, long Ticks) Parse(string stat)
    {
        int end = stat.LastIndexOf(')');
        string[] fields = stat[(end + 2)..].Split(' ');
        return (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end], int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
    }
}
