using System.Diagnostics;

namespace ChatPy.Faults.Platform;

/// <summary>Programs of the machine.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> complaint = process.StandardError.ReadToEndAsync();
        string answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? answer : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {(await complaint).Trim()}");
    }

    /// <summary>Runs a program whose failure does not matter: it tidies up.</summary>
    public static async Task TryAsync(string program, params string[] arguments)
    {
        try { await RunAsync(program, arguments); }
        catch (InvalidOperationException) { }
    }
}
