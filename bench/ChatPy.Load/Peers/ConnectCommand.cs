using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Load.Peers;

/// <summary>What it costs to be connected: connections and handshakes a second, and the memory of those who are there and silent.</summary>
internal static class ConnectCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        int runs = arguments.Get("runs", 5), connections = arguments.Get("connections", 1000), handshakes = arguments.Get("handshakes", 200), sessions = arguments.Get("sessions", 1000);
        var rest = TimeSpan.FromMilliseconds(arguments.Get("rest", 500));
        Beside accepted = new(), shaken = new(), resident = new(), proportional = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chatpy-load-");
        try
        {
            int port = Ports.Take();
            using (Answerer bare = await Answerer.StartAsync(cancellationToken))
            using (LoadProcess chatPy = LoadProcess.Start(Path.Combine(folder.FullName, "rates"), port))
            {
                await chatPy.UntilAnswersAsync(cancellationToken);
                for (int run = 0; run <= runs; run++)
                {
                    // The first is for what was never used before: it is loaded and compiled, and not counted.
                    int parts = run == 0 ? 5 : 1;
                    double bareAccepted = await AcceptAsync(bare.BannerPort, connections / parts, cancellationToken), chatPyAccepted = await AcceptAsync(port, connections / parts, cancellationToken);
                    double bareShaken = await ShakeHandsAsync(handshakes / parts, (identity, token) => BareHandshakeAsync(bare.TlsPort, identity, token), cancellationToken);
                    double chatPyShaken = await ShakeHandsAsync(handshakes / parts, (identity, _) => ChatPyHandshakeAsync(port, identity), cancellationToken);
                    if (run == 0) { continue; }

                    Console.WriteLine($"run {run}: connections/s: bare {bareAccepted:F0}, ChatPy {chatPyAccepted:F0}; handshakes/s: bare {bareShaken:F0}, ChatPy {chatPyShaken:F0}");
                    accepted.Add(bareAccepted, chatPyAccepted);
                    shaken.Add(bareShaken, chatPyShaken);
                }
            }

            for (int run = 1; run <= runs; run++)
            {
                MemoryUse bare = await IdleSessions.OfBareAsync(sessions, rest, cancellationToken);
                MemoryUse chatPy = await IdleSessions.OfChatPyAsync(Path.Combine(folder.FullName, $"idle{run}"), sessions, rest, cancellationToken);
                Console.WriteLine($"run {run}, KiB for each of {sessions} idle sessions (RSS / PSS): bare {bare.Resident:F1} / {bare.Proportional:F1}, ChatPy {chatPy.Resident:F1} / {chatPy.Proportional:F1}");
                resident.Add(bare.Resident, chatPy.Resident);
                proportional.Add(bare.Proportional, chatPy.Proportional);
            }
        }
        finally { folder.Delete(recursive: true); }

        Beside.Begin("bare listener, bare SslStream");
        accepted.Print("connections accepted and greeted, /s");
        shaken.Print("handshakes, a new key each, /s");
        resident.Print($"RSS of each of {sessions} idle sessions, KiB", "F1");
        proportional.Print($"PSS of each of {sessions} idle sessions, KiB", "F1");
        Comparison.Judge("PSS of an idle session, KiB", proportional.ChatPy, 64, "F1");
        return 0;
    }

    private static async Task<double> AcceptAsync(int port, int connections, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await Crowd.ForEachAsync(connections, async (_, _) => (await RawPeer.ConnectAsync($"127.0.0.1:{port}")).Dispose(), cancellationToken);
        return connections / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> ShakeHandsAsync(int handshakes, Func<X509Certificate2, CancellationToken, Task> shakeAsync, CancellationToken cancellationToken)
    {
        using var crowd = Crowd.Create(handshakes);
        long start = Stopwatch.GetTimestamp();
        await Crowd.ForEachAsync(handshakes, async (i, token) => await shakeAsync(crowd.Identities[i], token), cancellationToken);
        return handshakes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task ChatPyHandshakeAsync(int port, X509Certificate2 identity) => (await RawPeer.HandshakeAsync($"127.0.0.1:{port}", identity: identity)).Dispose();

    // The client of TLS 1.3 is ready before the server has seen its key: an answer shows that it has.
    private static async Task BareHandshakeAsync(int port, X509Certificate2 identity, CancellationToken cancellationToken)
    {
        using BareTls bare = await BareTls.ConnectAsync(port, identity, cancellationToken);
        await bare.BeginAsync(SmallMessage.Frame.Length, cancellationToken);
        await bare.AskAsync(SmallMessage.Frame, SmallMessage.Frame.Length, cancellationToken);
    }
}
