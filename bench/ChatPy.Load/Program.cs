using ChatPy.Load;
using ChatPy.Load.Chats;
using ChatPy.Load.Chats.Least;
using ChatPy.Load.Growing;
using ChatPy.Load.Histories;
using ChatPy.Load.Pages;
using ChatPy.Load.Peers;

Command[] commands =
[
    new("backlog", "a backlog drains between two processes, beside bare SQLite group commits  [--messages 100000] [--runs 3]", "--messages 5000 --runs 1", BacklogCommand.RunAsync),
    new("history", "the page of a long conversation beside that of a short one: start, open, scroll, jump, search, memory  [--messages 1000000] [--searches 20] [--back 20] [--runs 5]", "--messages 10000 --searches 1 --back 4 --runs 1", HistoryCommand.RunAsync),
    new("pages", "open pages while a peer writes as fast as it can: shown, renders, processor time, answers to keys  [--messages 1000] [--pages 8] [--windows 8] [--runs 3]", "--messages 50 --pages 1 --runs 1", PagesCommand.RunAsync),
    new("load", "the first load of the page and the start of the process: bytes, requests, time, memory  [--runs 5] [--rest 15000]", "--runs 1 --rest 1", LoadCommand.RunAsync),
    new("trip", "a small message there and back, in memory and with both commits, beside bare SslStream and fsync; frames through a session  [--runs 5] [--trips 500] [--frames 500000]", "--trips 50 --frames 50000 --runs 1", TripCommand.RunAsync),
    new("fan", "many peers write to one, and one to many, beside bare SQLite group commits  [--runs 5] [--peers 100] [--messages 500]", "--peers 10 --runs 1", FanCommand.RunAsync),
    new("plain", "lines of a plain peer until they are stored, beside socat and bare SQLite commits  [--runs 5] [--lines 20000]", "--lines 1000 --runs 1", PlainCommand.RunAsync),
    new("connect", "connections and handshakes a second beside bare ones, memory of idle sessions  [--runs 5] [--connections 1000] [--handshakes 200] [--sessions 1000] [--rest 500]", "--connections 100 --handshakes 20 --sessions 50 --runs 1", ConnectCommand.RunAsync),
    new("keys", "a key in one person's page until the text is in the other's, beside the least page that can chat  [--keys 500] [--gap 50] [--chat description.json]", "--keys 4", KeysCommand.RunAsync),
    new("flood", "many messages at once into an open page: newest in sight, missing, longest task, keys meanwhile, memory  [--messages 10000] [--settle 1000] [--runs 5] [--chat description.json]", "--messages 100 --settle 500 --runs 1", FloodCommand.RunAsync),
    new("circuits", "what one more open page costs its process  [--first 6] [--pages 10] [--messages 200] [--settle 15000] [--runs 5] [--chat description.json]", "--first 1 --pages 1 --messages 10 --settle 500 --runs 1", CircuitsCommand.RunAsync),
    new("growth", "what becomes slower where there is more: 10 to 1,000,000 messages, 1 to 1,000 peers  [--messages 1000000] [--peers 1000] [--runs 3]", "--messages 10 --peers 10 --runs 1", GrowthCommand.RunAsync),
];

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

// Started by commands, to be measured beside ChatPy.
if (args is ["least", var port]) { return await LeastChat.RunAsync(port, stopping.Token); }
if (args is [Answerer.Command, .. var options] && Arguments.TryParse(options, out Arguments ports)) { return await Answerer.RunAsync(ports, stopping.Token); }

try
{
    if (args is ["--quick"]) { return await QuickRun.RunAsync(commands, stopping.Token); }
    if (args.Length > 0 && Array.Find(commands, command => command.Name == args[0]) is { } chosen && Arguments.TryParse(args[1..], out Arguments arguments))
    {
        return await chosen.RunAsync(arguments, stopping.Token);
    }
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return 130; }
finally { await PageBrowser.EndAsync(); }

Console.Error.WriteLine("Measures ChatPy with real processes, beside the limit measured in the same run. --quick for a moment of each, or one of:");
foreach (Command command in commands) { Console.Error.WriteLine($"  {command.Name,-10}{command.Description}"); }
return 2;
