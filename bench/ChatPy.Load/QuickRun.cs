using System.Diagnostics;
using ChatPy.Load.Pages;

namespace ChatPy.Load;

/// <summary>A moment of everything: whether each row can still be measured, not what it is worth.</summary>
internal static class QuickRun
{
    /// <returns>0 if each command ran to its end.</returns>
    public static async Task<int> RunAsync(IEnumerable<Command> commands, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        List<string> failed = [];
        _ = PageBrowser.GetAsync(cancellationToken);   // it is there when the first command wants it
        foreach (Command command in commands)
        {
            Console.WriteLine($"\n== {command.Name} {command.Quick}");
            long begin = Stopwatch.GetTimestamp();
            try
            {
                if (!Arguments.TryParse(command.Quick.Split(' '), out Arguments arguments)) { throw new InvalidOperationException($"{command.Quick} are no options."); }
                await command.RunAsync(arguments, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failed.Add(command.Name);
                Console.WriteLine($"FAILED: {failure}");
            }

            Console.WriteLine($"({Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s)");
        }

        Console.WriteLine($"\n{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s in all{(failed.Count > 0 ? $"; failed: {string.Join(", ", failed)}" : "")}");
        return failed.Count > 0 ? 1 : 0;
    }
}
