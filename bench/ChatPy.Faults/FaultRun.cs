using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;

namespace ChatPy.Faults;

/// <summary>One run of one fault: its chance, its volume, its findings.</summary>
internal sealed class FaultRun(string fault, int seed, int cycles, string workDirectory, CancellationToken cancellationToken)
{
    private readonly Lock _gate = new();

    /// <summary>The same seed draws the same instants.</summary>
    public int Seed => seed;

    public int Cycles => cycles;

    /// <summary>The chance of this run; <see cref="Draw"/> may be called by several lanes at once.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>On a disk that no fault touches.</summary>
    public string WorkDirectory => workDirectory;

    public CancellationToken CancellationToken => cancellationToken;

    public Figures Figures { get; } = new();

    public Verdict Verdict { get; private set; } = Verdict.Nothing;

    /// <summary>Promises that no verdict counts, and how they were broken.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>A ChatPy of this run, not started yet.</summary>
    public Node CreateNode(string name, Func<NodeSettings, NodeSettings>? with = null)
    {
        var settings = new NodeSettings(name, Path.Combine(workDirectory, name));
        return new Node(with is null ? settings : with(settings), workDirectory);
    }

    /// <summary>A moment between 0 and <paramref name="most"/>.</summary>
    public TimeSpan Draw(TimeSpan most)
    {
        lock (_gate) { return TimeSpan.FromTicks(Random.NextInt64(most.Ticks)); }
    }

    /// <summary>Adds the judgement of something not judged before.</summary>
    public void Add(Verdict verdict)
    {
        lock (_gate) { Verdict += verdict; }
    }

    /// <summary>Notes that a promise was broken.</summary>
    public void Break(string how)
    {
        lock (_gate) { Broken.Add(how); }

        Log($"BROKEN: {how}");
    }

    /// <summary>Says how the run goes.</summary>
    public void Log(string line) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {fault}: {line}");
}
