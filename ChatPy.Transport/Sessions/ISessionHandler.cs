using ChatPy.Transport.Plain;

namespace ChatPy.Transport.Sessions;

/// <summary>What the program does with its peers. The wire calls it; it runs each session.</summary>
public interface ISessionHandler
{
    /// <summary>Runs a session with an identified peer (<see cref="Session.RunAsync"/>) and returns how it ended.</summary>
    /// <remarks>Never called for two sessions of one peer at once: the second waits until the first has returned.</remarks>
    Task<SessionEnd> RunAsync(Session session, CancellationToken cancellationToken);

    /// <summary>Runs a session with a plain peer (<see cref="PlainSession.RunAsync"/>) and returns how it ended.</summary>
    Task<SessionEnd> RunAsync(PlainSession session, CancellationToken cancellationToken);
}
