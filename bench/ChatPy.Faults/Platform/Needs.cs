using System.Runtime.InteropServices;

namespace ChatPy.Faults.Platform;

/// <summary>What a fault needs of the machine beyond .NET.</summary>
[Flags]
internal enum Needs
{
    Nothing = 0,

    /// <summary>Signals, file modes, Unix tools.</summary>
    Linux = 1,

    /// <summary>To mount, to make network namespaces.</summary>
    Root = 2,

    /// <summary>System calls that fail on request.</summary>
    Strace = 4,

    /// <summary>Firewall rules.</summary>
    Nftables = 8,
}

/// <summary>The machine lacks what a fault needs.</summary>
internal sealed class LackingException(string what) : Exception(what);

internal static class Machine
{
    /// <exception cref="LackingException">Something is missing; the message says what.</exception>
    public static void Require(Needs needs)
    {
        if (needs != Needs.Nothing && !OperatingSystem.IsLinux()) { throw new LackingException($"it needs Linux; this is {RuntimeInformation.OSDescription}"); }
        if (needs.HasFlag(Needs.Root) && !Environment.IsPrivilegedProcess) { throw new LackingException("it needs root, to mount disks and make networks of its own"); }
        foreach (string tool in ToolsFor(needs)) { RequireTool(tool); }
    }

    /// <summary>The programs that must be there.</summary>
    public static IEnumerable<string> ToolsFor(Needs needs)
    {
        if (needs.HasFlag(Needs.Strace)) { yield return "strace"; }
        if (needs.HasFlag(Needs.Nftables)) { yield return "nft"; }
    }

    private static void RequireTool(string name)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, name)))) { throw new LackingException($"it needs the program {name}"); }
    }
}
