using System.Collections.Concurrent;

namespace ChatPy.Faults.Nodes;

/// <summary>What a process was asked and has not answered yet.</summary>
internal sealed class Questions
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _open = [];

    /// <param name="key">By which the answer is known.</param>
    /// <param name="tell">Asks it; false if nobody listens.</param>
    /// <returns>The answer; nothing if the process died before it gave one.</returns>
    public async Task<string?> AskAsync(string key, Func<bool> tell)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[key] = answer;
        try
        {
            return tell() ? await answer.Task : null;
        }
        catch (OperationCanceledException) { return null; }
        finally { _open.TryRemove(key, out _); }
    }

    public void Answer(string key, string answer)
    {
        if (_open.TryGetValue(key, out TaskCompletionSource<string>? waiting)) { waiting.TrySetResult(answer); }
    }

    /// <summary>One of them failed. Which is not said: what a person does must not throw at all.</summary>
    public void Fail(Exception failure)
    {
        foreach (TaskCompletionSource<string> waiting in _open.Values) { waiting.TrySetException(failure); }
    }

    /// <summary>Nobody answers any more.</summary>
    public void GiveUp()
    {
        foreach (TaskCompletionSource<string> waiting in _open.Values) { waiting.TrySetCanceled(); }
    }
}
