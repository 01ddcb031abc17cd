using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Nodes;

namespace ChatPy.Faults;

/// <summary>One run of one fault: its chance, its volume, its findings.</summary>
internal sealed class FaultRun(string fault, int seed, int cycles, bool isBusy, string workDirectory, CancellationToken cancellationToken)
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

    /// <summary>Adds a time that was promised to stay within a limit.</summary>
    public void Measure(string name, TimeSpan took, TimeSpan limit)
    {
        Figures.Add(name, took);
        Judge(name, took, limit);
    }

    /// <summary>
    /// Whether something came in time. On a machine that does other things too, what is late is noted and breaks nothing: it says more of them than
    /// of ChatPy.
    /// </summary>
    public void Judge(string name, TimeSpan took, TimeSpan limit)
    {
        if (took <= limit) { return; }

        string late = $"{name} after {took.TotalSeconds:F1} s, not {limit.TotalSeconds:F0} s";
        if (isBusy) { Log($"late: {late}"); }
        else { Break(late); }
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
