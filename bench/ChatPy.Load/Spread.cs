namespace ChatPy.Load;

/// <summary>The same figure over several runs.</summary>
internal sealed class Spread
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => At(0.5);

    public double Worst => At(1);

    /// <summary>The one added last.</summary>
    public double Last => _values[^1];

    public void Add(double value) => _values.Add(value);

    /// <summary>The value below which that part of them lies, between two if it falls there.</summary>
    public double At(double part)
    {
        double[] sorted = [.. _values.Order()];
        double place = part * (sorted.Length - 1);
        (double low, double high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((high - low) * (place - Math.Floor(place)));
    }

    /// <summary>Minimum, median and maximum in columns, in the format given.</summary>
    public string ToColumns(string format) => ToColumns(format, 0, 0.5, 1);

    /// <summary>Other parts of the whole in columns.</summary>
    public string ToColumns(string format, params ReadOnlySpan<double> parts)
    {
        string columns = "";
        foreach (double part in parts) { columns += $"{At(part).ToString(format, null),12}"; }
        return columns;
    }
}
