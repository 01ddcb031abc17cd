using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ChatPy.Bench;
using ChatPy.Bench.Storage;

const string quick = "--quick", million = "--million", filter = "--filter";

bool isQuick = args.Contains(quick);
Histories.WithMillion = args.Contains(million);
string[] rest = [.. args.Where(each => each is not (quick or million))];
if (isQuick && !rest.Contains(filter)) { rest = [.. rest, filter, "*"]; }

try
{
    Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Measuring).Assembly).Run(rest, isQuick ? Measuring.Quick : Measuring.Full)];
    if (isQuick)
    {
        Console.WriteLine(string.Join(Environment.NewLine, summaries.Take(1).SelectMany(summary => summary.HostEnvironmentInfo.ToFormattedString())));
        Array.ForEach(summaries, Print);
    }

    return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
}
finally { Histories.Delete(); }

static void Print(Summary summary)
{
    Console.WriteLine();
    Console.WriteLine(summary.BenchmarksCases.FirstOrDefault()?.Descriptor.Type.FullName);
    foreach (string error in summary.ValidationErrors.Where(error => error.IsCritical).Select(error => error.Message)) { Console.WriteLine(error); }
    var table = new AccumulationLogger();
    MarkdownExporter.Console.ExportToLog(summary, table);
    foreach (string row in table.GetLog().Split('\n').Where(line => line.StartsWith('|'))) { Console.WriteLine(row.TrimEnd()); }
}
