namespace ChatPy.Transport.Connections;

/// <summary>How long to wait before each new attempt: 1 s doubling to 60 s, each drawn at random between half of it and all of it.</summary>
/// <remarks>
/// The randomness keeps two machines, or thirty of a class after a power cut, from dialling in step for ever. Half is kept as a floor, so
/// that a refused dial is never repeated at once.
/// </remarks>
public sealed class Backoff(Random random)
{
    /// <summary>The first wait at its longest.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private int _attempts;

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        double ceiling = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, _attempts));
        if (ceiling < Longest.TotalSeconds) { _attempts++; }
        return TimeSpan.FromSeconds(ceiling * (0.5 + (random.NextDouble() / 2)));
    }

    /// <summary>An attempt succeeded: begin again at <see cref="First"/>.</summary>
    public void Reset() => _attempts = 0;
}
