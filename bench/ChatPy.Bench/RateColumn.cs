using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ChatPy.Bench;

/// <summary>How much is done in a second, where a benchmark says what it does.</summary>
internal sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "Rate";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "What is done in a second, at the mean";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        AmountOf(benchmarkCase) is { } amount && summary[benchmarkCase]?.ResultStatistics is { Mean: > 0 } found ? amount.PerSecond(found.Mean) : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(each => AmountOf(each) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    private static Amount? AmountOf(BenchmarkCase benchmarkCase)
    {
        Type type = benchmarkCase.Descriptor.Type;
        if (!typeof(ICounted).IsAssignableFrom(type)) { return null; }

        object benchmark = Activator.CreateInstance(type)!;
        foreach (ParameterInstance parameter in benchmarkCase.Parameters.Items) { type.GetProperty(parameter.Name)!.SetValue(benchmark, parameter.Value); }
        return ((ICounted)benchmark).PerOperation;
    }
}
