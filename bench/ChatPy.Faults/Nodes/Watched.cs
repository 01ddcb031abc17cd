namespace ChatPy.Faults.Nodes;

/// <summary>Values that others wait for.</summary>
internal sealed class Watched<T>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, T> _values = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Keys
    {
        get { lock (_gate) { return [.. _values.Keys]; } }
    }

    public T? Find(string key)
    {
        lock (_gate) { return _values.GetValueOrDefault(key); }
    }

    public void Set(string key, T value) => Change(values => values[key] = value);

    public void Clear() => Change(static values => values.Clear());

    public async Task UntilAsync(string key, Func<T?, bool> holds, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (holds(_values.GetValueOrDefault(key))) { return; }
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Change(Action<Dictionary<string, T>> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change(_values);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
