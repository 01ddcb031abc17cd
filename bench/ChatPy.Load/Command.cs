using System.Globalization;

namespace ChatPy.Load;

/// <summary>One thing that can be measured.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Description">What it measures, and its options with their defaults.</param>
/// <param name="RunAsync">Measures and prints; returns the exit code.</param>
internal sealed record Command(string Name, string Description, Func<Arguments, CancellationToken, Task<int>> RunAsync);

/// <summary>What followed the command: <c>--name number</c>, in any order.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, int> _values = [];

    /// <summary>False if it is no list of names and whole numbers above 0.</summary>
    public static bool TryParse(string[] args, out Arguments parsed)
    {
        parsed = new Arguments();
        if (args.Length % 2 != 0) { return false; }

        for (int i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) { return false; }
            if (!int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value == 0) { return false; }

            parsed._values[args[i][2..]] = value;
        }

        return true;
    }

    public int Get(string name, int otherwise) => _values.GetValueOrDefault(name, otherwise);
}
