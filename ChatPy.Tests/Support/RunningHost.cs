namespace ChatPy.Tests.Support;

/// <summary>One running ChatPy for all tests of a class.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private ChatPyProcess? _process;

    internal ChatPyProcess Process => _process!;

    internal int PagePort => Process.Settings.PagePort;

    public async ValueTask InitializeAsync() =>
        _process = await ChatPyProcess.StartAsync(new ChatPySettings(_data.Path), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) { await _process.DisposeAsync(); }
        _data.Dispose();
    }
}
