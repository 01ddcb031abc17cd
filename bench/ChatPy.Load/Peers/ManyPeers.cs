namespace ChatPy.Load.Peers;

/// <summary>What a ChatPy with many peers needs, and must keep.</summary>
internal static class ManyPeers
{
    // For those that are still closing.
    private const int Spare = 256;

    /// <summary>Room for as many connections: there is for 256 unless more are wished for.</summary>
    public static string[] Settings(int peers) => ["--ChatPy:MaxConnections", $"{peers + Spare}"];

    /// <summary>Complains unless every message is there, once.</summary>
    public static void RequireAll(LogProbe log, int messages)
    {
        if (log.Count() is var (entries, different) && (entries, different) != (messages, messages))
        {
            throw new InvalidOperationException($"{messages} entries were to arrive; {entries} did, {different} of them different.");
        }
    }
}
