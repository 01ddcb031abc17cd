using System.IO.Pipelines;

namespace ChatPy.Tests.Support;

/// <summary>Two ends of one connection, in memory.</summary>
internal sealed class PipePair
{
    public PipePair()
    {
        // Continuations must not run on the writer's stack: sockets do not do that either.
        var options = new PipeOptions(useSynchronizationContext: false);
        Pipe there = new(options), back = new(options);
        Here = new End(back.Reader, there.Writer);
        There = new End(there.Reader, back.Writer);
    }

    public IDuplexPipe Here { get; }

    public IDuplexPipe There { get; }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
