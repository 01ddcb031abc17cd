namespace ChatPy.Load.Chats;

/// <summary>Two ChatPy that have met, their databases at <c>synchronous=FULL</c>: each a process, or A without its page in this one.</summary>
internal sealed class ChatPyChat : IRunningChat
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    private readonly Backlog _met;
    private readonly List<LoadProcess> _processes = [];
    private HeadlessPeer? _told;
    private LogProbe? _committed;
    private long _before;

    private ChatPyChat(ChatDescription description, Backlog met) => (Description, _met) = (description, met);

    public ChatDescription Description { get; }

    public MemoryUse? Memory => MemoryUse.Of(_processes[0]);

    /// <summary>Lets the two meet and starts both.</summary>
    /// <param name="file">The description of the page.</param>
    /// <param name="directory">For what they keep.</param>
    /// <param name="isTold">Whether A is one without a page, in this process, instead of as people start it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IRunningChat> StartAsync(string file, string directory, bool isTold, CancellationToken cancellationToken)
    {
        var chat = new ChatPyChat(ChatDescription.Read(file, directory), await Backlog.PrepareAsync(directory, [], cancellationToken));
        try
        {
            await chat.StartAsync(isTold, cancellationToken);
            return chat;
        }
        catch
        {
            await chat.DisposeAsync();
            throw;
        }
    }

    public async Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        await Task.WhenAll(texts.Take(texts.Count - 1).Select(text => _told!.WriteAsync(_met.Conversation, text, cancellationToken)));
        await _told!.WriteAsync(_met.Conversation, texts[^1], cancellationToken);
    }

    public async Task<bool> UntilStoredAsync(int messages, CancellationToken cancellationToken)
    {
        while (_committed!.Read() < _before + messages) { await Task.Delay(s_lookEvery, cancellationToken); }
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _committed?.Dispose();
        if (_told is not null) { await _told.DisposeAsync(); }
        foreach (LoadProcess process in _processes) { process.Dispose(); }
    }

    private async Task StartAsync(bool isTold, CancellationToken cancellationToken)
    {
        (string from, string to) = _met.Copy();
        int[] ports = [.. Description.Pages.Select(page => new Uri(page).Port)];
        _processes.Add(LoadProcess.Start(to, _met.ReceiverPort, ports[1]));
        if (!isTold) { _processes.Add(LoadProcess.Start(from, _met.SenderPort, ports[0])); }
        await Task.WhenAll(_processes.Select(process => process.UntilAnswersAsync(cancellationToken)));
        if (isTold)
        {
            _told = await HeadlessPeer.StartAsync(from, _met.SenderPort, cancellationToken);
            await _told.UntilConnectedAsync(cancellationToken);
        }

        _committed = LogProbe.Committed(to);
        _before = _committed.Read();
    }
}
