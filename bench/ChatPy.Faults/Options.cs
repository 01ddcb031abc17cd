using System.Globalization;

namespace ChatPy.Faults;

/// <summary>What follows the id of a fault on the command line.</summary>
internal readonly record struct Options(int? Cycles, bool IsFull, int? Seed, bool IsBusy, bool Keep)
{
    public static bool TryParse(ReadOnlySpan<string> words, out Options options)
    {
        options = default;
        while (words.Length > 0)
        {
            int taken;
            (options, taken) = words switch
            {
                ["--cycles", "many", ..] => (options with { IsFull = true }, 2),
                ["--cycles", "few", ..] => (options, 2),
                ["--cycles", var number, ..] when TryRead(number, out int cycles) => (options with { Cycles = cycles }, 2),
                ["--seed", var number, ..] when TryRead(number, out int seed) => (options with { Seed = seed }, 2),
                ["--busy", ..] => (options with { IsBusy = true }, 1),
                ["--keep", ..] => (options with { Keep = true }, 1),
                _ => (options, 0),
            };
            if (taken == 0) { return false; }
            words = words[taken..];
        }

        return true;
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
