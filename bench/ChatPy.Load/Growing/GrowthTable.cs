namespace ChatPy.Load.Growing;

/// <summary>Figures at several sizes, each the smaller the better, and how they grow.</summary>
/// <param name="of">What there is more and more of.</param>
/// <param name="sizes">How many, from few to many.</param>
internal sealed class GrowthTable(string of, IReadOnlyList<int> sizes)
{
    private const int Name = 52, Column = 12;

    private readonly List<(string What, string Format, List<double> Values)> _rows = [];

    /// <summary>Adds a figure of the next size.</summary>
    public void Add(string what, double value, string format = "F0")
    {
        if (_rows.Find(row => row.What == what).Values is not { } values)
        {
            values = [];
            _rows.Add((what, format, values));
        }

        values.Add(value);
    }

    /// <summary>Prints them with the exponent from each size to the next: 0 if it does not matter, 1 if twice as many take twice as long.</summary>
    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"{of,-Name}{string.Concat(sizes.Select(size => $"{size,Column:N0}"))}   exponent from each to the next");
        foreach ((string what, string format, List<double> values) in _rows)
        {
            // What a small size does not have stands under the last ones.
            IEnumerable<int> had = sizes.Skip(sizes.Count - values.Count);
            string exponents = string.Concat(had.Zip(had.Skip(1), values.Zip(values.Skip(1))).Select(step =>
                $"{Math.Log(step.Third.Second / step.Third.First) / Math.Log((double)step.Second / step.First),8:F2}"));
            Console.WriteLine($"{what,-Name}{string.Concat(values.Select(value => value.ToString(format, null).PadLeft(Column))).PadLeft(sizes.Count * Column)}  {exponents}");
        }
    }
}
