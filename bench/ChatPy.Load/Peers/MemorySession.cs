using System.Diagnostics;
using ChatPy.Transport.Sessions;

namespace ChatPy.Load.Peers;

/// <summary>A session between two processes in which nothing is stored.</summary>
internal sealed class MemorySession : IAsyncDisposable
{
    private readonly MemoryNode _node;
    private TaskCompletionSource<long> _answered = new();
    private Session _session = null!;

    private MemorySession() => _node = new MemoryNode(0, (_, _, _) =>
    {
        _answered.TrySetResult(Stopwatch.GetTimestamp());
        return ValueTask.CompletedTask;
    });

    public static async Task<MemorySession> DialAsync(int port, CancellationToken cancellationToken)
    {
        var memory = new MemorySession();
        memory._session = await memory._node.DialAsync(port, cancellationToken);
        return memory;
    }

    /// <summary>Sends messages as fast as the session takes them, the last of which is answered; how long that takes.</summary>
    public async Task<TimeSpan> AskAsync(int messages, CancellationToken cancellationToken)
    {
        _answered = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        long start = Stopwatch.GetTimestamp();
        for (int i = 1; i < messages; i++) { await _session.SendAsync(SmallMessage.Unanswered, cancellationToken); }

        await _session.SendAsync(SmallMessage.Answered, cancellationToken);
        return Stopwatch.GetElapsedTime(start, await _answered.Task.WaitAsync(cancellationToken));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
