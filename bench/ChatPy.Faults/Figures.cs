using System.Globalization;

namespace ChatPy.Faults;

/// <summary>Times measured in a run, by name.</summary>
internal sealed class Figures
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, List<TimeSpan>> _times = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _facts = new(StringComparer.Ordinal);

    public void Add(string name, TimeSpan time)
    {
        lock (_gate)
        {
            if (!_times.TryGetValue(name, out List<TimeSpan>? list)) { _times.Add(name, list = []); }
            list.Add(time);
        }
    }

    /// <summary>Something else worth telling.</summary>
    public void Note(string name, string fact)
    {
        lock (_gate) { _facts[name] = fact; }
    }

    /// <summary>The p-th percentile, 0 to 1; nothing if nothing was measured.</summary>
    public TimeSpan? Percentile(string name, double p)
    {
        lock (_gate)
        {
            return _times.TryGetValue(name, out List<TimeSpan>? list) ? list.Order().ElementAt((int)Math.Ceiling(p * list.Count) - 1) : null;
        }
    }

    public override string ToString()
    {
        string[] names;
        lock (_gate) { names = [.. _times.Keys]; }

        IEnumerable<string> times = names.Select(name =>
            string.Create(CultureInfo.InvariantCulture, $"{name} p50 {Percentile(name, 0.5)!.Value.TotalSeconds:F2} s, p99 {Percentile(name, 0.99)!.Value.TotalSeconds:F2} s, max {Percentile(name, 1)!.Value.TotalSeconds:F2} s"));
        lock (_gate) { return string.Join("; ", [.. times, .. _facts.Select(fact => $"{fact.Key} {fact.Value}")]); }
    }
}
