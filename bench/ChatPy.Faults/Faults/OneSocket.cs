using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;

namespace ChatPy.Faults.Faults;

/// <summary>Two peers never keep more than one connection.</summary>
internal static class OneSocket
{
    /// <summary>Waits until there is exactly one; more, or none, after <paramref name="most"/> is a broken promise.</summary>
    public static async Task CheckAsync(FaultRun run, Node one, Node other, TimeSpan most)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (Count(one, other) != 1 || Count(other, one) != 1)
        {
            if (TimeProvider.System.GetElapsedTime(start) > most)
            {
                run.Break($"{one.Name} has {Count(one, other)} connections with {other.Name}, and the other way {Count(other, one)}\n{one.Output}\n{other.Output}");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), run.CancellationToken);
        }

        run.Figures.Add("one connection", TimeProvider.System.GetElapsedTime(start));
    }

    private static int Count(Node one, Node other) => Connections.Count(one.ProcessId, one.Settings.PeerPort, other.Settings.PeerPort);
}
