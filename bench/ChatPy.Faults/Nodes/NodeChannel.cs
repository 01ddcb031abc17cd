using System.Net.Sockets;

namespace ChatPy.Faults.Nodes;

/// <summary>The line to one life of a process.</summary>
internal sealed class NodeChannel : IDisposable
{
    private readonly Lock _gate = new();
    private readonly NetworkStream _stream;
    private readonly StreamWriter _writer;
    private readonly Action _died;
    private volatile bool _isOpen = true;

    public NodeChannel(Socket socket, Action<string> hear, Action died)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _writer = new StreamWriter(_stream) { AutoFlush = true };
        _died = died;
        Closed = Task.Run(() => ReadAsync(hear));
    }

    public bool IsOpen => _isOpen;

    /// <summary>Done when the process is gone and all it said was heard.</summary>
    public Task Closed { get; }

    public bool TryWrite(string line)
    {
        try
        {
            lock (_gate)
            {
                if (!_isOpen) { return false; }
                _writer.WriteLine(line);
                return true;
            }
        }
        catch (IOException) { return false; }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }

    private async Task ReadAsync(Action<string> hear)
    {
        using var reader = new StreamReader(_stream);
        try
        {
            while (await reader.ReadLineAsync() is string line) { hear(line); }
        }
        catch (IOException) { /* killed in mid line */ }
        finally
        {
            lock (_gate) { _isOpen = false; }
            _died();
        }
    }
}
