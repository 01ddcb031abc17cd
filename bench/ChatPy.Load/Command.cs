using System.Globalization;

namespace ChatPy.Load;

/// <summary>One thing that can be measured.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Description">What it measures, and its options with their defaults.</param>
/// <param name="Quick">Options with which it takes a few seconds, and still prints every row.</param>
/// <param name="RunAsync">Measures and prints; returns the exit code.</param>
internal sealed record Command(string Name, string Description, string Quick, Func<Arguments, CancellationToken, Task<int>> RunAsync);

/// <summary>What followed the command: <c>--name number</c>, and texts of a few names, in any order.</summary>
internal sealed class Arguments
{
    private static readonly string[] s_textNames = ["chat"];

    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, int> _values = [];

    /// <summary>False if it is no list of names and whole numbers above 0, or texts.</summary>
    public static bool TryParse(string[] args, out Arguments parsed)
    {
        parsed = new Arguments();
        if (args.Length % 2 != 0) { return false; }

        for (int i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) { return false; }
            if (s_textNames.Contains(args[i][2..]))
            {
                parsed._texts[args[i][2..]] = args[i + 1];
                continue;
            }

            if (!int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value == 0) { return false; }

            parsed._values[args[i][2..]] = value;
        }

        return true;
    }

    public int Get(string name, int otherwise) => _values.GetValueOrDefault(name, otherwise);

    public string? GetText(string name) => _texts.GetValueOrDefault(name);
}
