namespace ChatPy.Load;

/// <summary>The same figure over several runs.</summary>
internal sealed class Spread
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    /// <summary>Minimum, median and maximum in columns, in the format given.</summary>
    public string ToColumns(string format)
    {
        double[] sorted = [.. _values.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return string.Concat(((double[])[sorted[0], median, sorted[^1]]).Select(value => $"{value.ToString(format, null),12}"));
    }
}
