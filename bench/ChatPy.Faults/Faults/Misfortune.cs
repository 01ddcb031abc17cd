using ChatPy.Faults.Nodes;
using ChatPy.Faults.Platform;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Faults;

/// <summary>What happens to the peers of a soak: one thing at a time, drawn from the catalogue, and over when the victim is back with its neighbours.</summary>
internal sealed class Misfortune(FaultRun run, Room room, CuttableDisk disk, IReadOnlyList<Node> victims, IEnumerable<(Node One, Node Other)> links)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);
    private readonly List<Task> _recovering = [];

    /// <summary>One fault, to its end; the recovery is watched beside what comes next.</summary>
    public async Task StrikeAsync()
    {
        Node victim = victims[run.Random.Next(victims.Count)];
        string kind;
        switch (run.Random.Next(5))
        {
            case 0:
                kind = "kill";
                await victim.KillAsync();
                await victim.StartAsync(run.CancellationToken);
                break;
            case 1:
                kind = "freeze";
                victim.Freeze();
                await Task.Delay(run.Draw(s_longest), run.CancellationToken);
                victim.Thaw();
                break;
            case 2:
                kind = "partition";
                await room.CutAsync(victim.Settings.PeerPort);
                await Task.Delay(run.Draw(s_longest), run.CancellationToken);
                await room.HealAsync(victim.Settings.PeerPort);
                break;
            case 3:
                kind = "reset";
                await room.RefuseAsync(victim.Settings.PeerPort);
                await Task.Delay(run.Draw(s_longest), run.CancellationToken);
                await room.HealAsync(victim.Settings.PeerPort);
                break;
            default:
                kind = "power cut";
                victim = victims[0];   // the one on that disk
                await victim.LosePowerAsync(disk);
                await disk.RestoreAsync();
                await victim.StartAsync(run.CancellationToken);
                break;
        }

        _recovering.Add(RecoverAsync(victim, kind));
    }

    /// <summary>Waits until every victim is back.</summary>
    public Task UntilOverAsync() => Task.WhenAll(_recovering);

    private async Task RecoverAsync(Node victim, string kind)
    {
        long start = TimeProvider.System.GetTimestamp();
        foreach ((Node one, Node other) in links.Where(link => link.One == victim || link.Other == victim))
        {
            await Task.WhenAll(one.UntilLinkAsync(other, LinkState.Secure, run.CancellationToken), other.UntilLinkAsync(one, LinkState.Secure, run.CancellationToken));
        }

        run.Figures.Add($"recovered after {kind}", TimeProvider.System.GetElapsedTime(start));
    }
}
