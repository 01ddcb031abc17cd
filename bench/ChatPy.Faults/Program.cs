using System.Globalization;
using System.Security.Cryptography;
using ChatPy.Faults;
using ChatPy.Faults.Platform;

const int passed = 0, failed = 1, misused = 2, lacking = 3;

if (args is ["--list"])
{
    foreach (IFault known in Catalogue.All) { Console.WriteLine($"{known.Id,-4} {known.Few,5} {known.Many,6}  {known.Title}"); }
    return passed;
}

if (args.Length == 0 || Catalogue.Find(args[0]) is not IFault fault || !Options.TryParse(args.AsSpan(1), out Options options))
{
    Console.Error.WriteLine("""
        Faults on real ChatPy processes, and what they lost (nothing, or the run fails).

          --list                                 every fault: id, cycles within the tests, cycles of a full run
          C1 [--cycles N|few|many] [--seed S]    runs one; the same seed draws the same instants
             [--busy]                            the machine does other things too: what comes late is noted, not judged
             [--keep]                            leaves the data of the run where it is

        Ends with 0 when every promise held, 1 when one was broken, 3 when this machine lacks the means.
        """);
    return misused;
}

try { Machine.Require(fault.Needs); }
catch (LackingException what)
{
    Console.Error.WriteLine($"{fault.Id} cannot run here: {what.Message}.");
    return lacking;
}

int seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
int cycles = options.Cycles ?? (options.IsFull ? fault.Many : fault.Few);
DirectoryInfo work = Directory.CreateTempSubdirectory("chatpy-faults-");
using var life = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; life.Cancel(); };
var run = new FaultRun(fault.Id, seed, cycles, options.IsBusy, work.FullName, life.Token);
run.Log(string.Create(CultureInfo.InvariantCulture, $"{fault.Title}; {cycles} cycles, seed {seed}"));
long start = TimeProvider.System.GetTimestamp();
try { await fault.RunAsync(run); }
catch (Exception failure) when (failure is not OperationCanceledException) { run.Break(failure.ToString()); }

TimeSpan took = TimeProvider.System.GetElapsedTime(start);
bool isClean = run.Verdict.IsClean && run.Broken.Count == 0 && !life.IsCancellationRequested;
if (isClean && !options.Keep) { work.Delete(recursive: true); }
else { run.Log($"data: {work.FullName}"); }

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"| {fault.Id} | {cycles:N0} | {run.Verdict.Messages:N0} | {run.Verdict.Lost} | {run.Verdict.Doubled} | {run.Verdict.Reordered} | {run.Verdict.EmptyTicks} | {run.Figures} | {took:h\\:mm\\:ss} | `{fault.Id} --cycles {cycles} --seed {seed}` |"));
Console.WriteLine($"{fault.Id} {(isClean ? "passed" : "FAILED")}");
return isClean ? passed : failed;
