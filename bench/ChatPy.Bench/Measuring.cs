using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace ChatPy.Bench;

/// <summary>How benchmarks run and what is shown of them. Why within this process: docs/decisions/0008-benchmarkdotnet.md.</summary>
internal static class Measuring
{
    // A history of a million is made within it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    /// <summary>Figures to compare.</summary>
    public static IConfig Full => Of(Job.Default
        .WithIterationTime(TimeInterval.FromMilliseconds(100))
        .WithMaxIterationCount(20)).AddLogger(ConsoleLogger.Default);

    /// <summary>Every benchmark for a moment: that it runs, and the order of magnitude. Quiet but for the tables.</summary>
    public static IConfig Quick => Of(Job.Default
        .WithLaunchCount(1)
        .WithWarmupCount(1)
        .WithIterationCount(3)
        .WithIterationTime(TimeInterval.FromMilliseconds(25))
        .WithEvaluateOverhead(false)).AddLogger(NullLogger.Instance);

    private static ManualConfig Of(Job job) => ManualConfig.CreateEmpty()
        .AddJob(job.WithToolchain(new InProcessEmitToolchain(s_patience, logOutput: false)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(StatisticColumn.Min, StatisticColumn.Median, StatisticColumn.Max, new RateColumn(), new GrowthColumn())
        .HideColumns(Column.Job, Column.Error, Column.StdDev, Column.RatioSD, Column.AllocRatio, Column.Gen0, Column.Gen1, Column.Gen2)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "benchmarks"));
}
