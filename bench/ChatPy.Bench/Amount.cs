namespace ChatPy.Bench;

/// <summary>What one operation is about.</summary>
/// <param name="Count">How many.</param>
/// <param name="Unit">Of what; <see cref="Bytes"/> are shown as MB.</param>
public readonly record struct Amount(double Count, string Unit)
{
    public const string Bytes = "B";

    /// <summary>So many of them each time.</summary>
    /// <param name="nanoseconds">How long one operation takes.</param>
    public string PerSecond(double nanoseconds)
    {
        double rate = Count * 1e9 / nanoseconds;
        return Unit == Bytes ? $"{rate / 1e6:N1} MB/s" : $"{rate:N0} {Unit}/s";
    }
}

/// <summary>A benchmark whose operations can be counted in something.</summary>
public interface ICounted
{
    /// <summary>Known from the parameters alone, before any set-up.</summary>
    Amount PerOperation { get; }
}
