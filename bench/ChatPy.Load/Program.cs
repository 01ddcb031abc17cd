using ChatPy.Load;

Command[] commands =
[
    new("backlog", "a backlog drains between two processes, beside bare SQLite group commits  [--messages 100000] [--runs 3]", BacklogCommand.RunAsync),
];

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

if (args.Length > 0 && Array.Find(commands, command => command.Name == args[0]) is { } chosen && Arguments.TryParse(args[1..], out Arguments arguments))
{
    try { return await chosen.RunAsync(arguments, stopping.Token); }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return 130; }
}

Console.Error.WriteLine("Measures ChatPy with real processes, beside the limit measured in the same run. Commands:");
foreach (Command command in commands) { Console.Error.WriteLine($"  {command.Name,-10}{command.Description}"); }
return 2;
