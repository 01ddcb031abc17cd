using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ChatPy.Bench;

/// <summary>
/// The exponent of growth since the next smaller size: 0 if the size does not matter, 1 if twice as much takes twice as long. A size is a
/// parameter that is a whole number.
/// </summary>
internal sealed class GrowthColumn : IColumn
{
    public string Id => nameof(GrowthColumn);

    public string ColumnName => "Growth";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Exponent of growth since the next smaller size";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        BenchmarkCase? smaller = summary.BenchmarksCases
            .Where(each => IsSmaller(each, benchmarkCase))
            .MaxBy(static each => Size(each)!.Value);
        return smaller is not null && MeanOf(summary, smaller) is { } before && MeanOf(summary, benchmarkCase) is { } now
            ? $"{Math.Log(now / before) / Math.Log((double)Size(benchmarkCase)!.Value / Size(smaller)!.Value):N2}"
            : "";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(static each => Size(each) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    private static double? MeanOf(Summary summary, BenchmarkCase benchmarkCase) => summary[benchmarkCase]?.ResultStatistics?.Mean;

    private static int? Size(BenchmarkCase benchmarkCase) =>
        benchmarkCase.Parameters.Items.Select(static parameter => parameter.Value).OfType<int>().Select(static size => (int?)size).FirstOrDefault();

    private static bool IsSmaller(BenchmarkCase one, BenchmarkCase other) =>
        one.Descriptor.WorkloadMethod == other.Descriptor.WorkloadMethod && Size(one) < Size(other) && Rest(one).SequenceEqual(Rest(other));

    private static IEnumerable<object?> Rest(BenchmarkCase benchmarkCase) =>
        benchmarkCase.Parameters.Items.Select(static (ParameterInstance parameter) => parameter.Value).Where(static value => value is not int);
}
