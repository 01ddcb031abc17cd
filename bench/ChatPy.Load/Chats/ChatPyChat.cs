using ChatPy.Faults.Nodes;
using ChatPy.Web.Chat;

namespace ChatPy.Load.Chats;

/// <summary>Two ChatPy that have met, each a process with its database at <c>synchronous=FULL</c>.</summary>
internal sealed class ChatPyChat : IRunningChat
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    private readonly Backlog _met;
    private readonly string _directory;
    private readonly List<LoadProcess> _processes = [];
    private Node? _told;
    private LogProbe? _committed;
    private long _before;

    private ChatPyChat(ChatDescription description, Backlog met, string directory) => (Description, _met, _directory) = (description, met, directory);

    public ChatDescription Description { get; }

    public MemoryUse? Memory => MemoryUse.Of(_processes[0]);

    /// <summary>Lets the two meet and starts both.</summary>
    /// <param name="file">The description of the page.</param>
    /// <param name="directory">For what they keep.</param>
    /// <param name="isTold">Whether A is started with what takes messages without a page, instead of as people start it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IRunningChat> StartAsync(string file, string directory, bool isTold, CancellationToken cancellationToken)
    {
        var chat = new ChatPyChat(ChatDescription.Read(file, directory), await Backlog.PrepareAsync(directory, [], cancellationToken), directory);
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

    public async Task SendAsync(IReadOnlyList<string> texts)
    {
        await Task.WhenAll(texts.Take(texts.Count - 1).Select(SendAsync));
        await SendAsync(texts[^1]);
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
        else { _told = new Node(new NodeSettings("sender", from) { PagePort = ports[0], PeerPort = _met.SenderPort }, _directory); }

        await Task.WhenAll([.. _processes.Select(process => process.UntilAnswersAsync(cancellationToken)), _told?.StartAsync(cancellationToken) ?? Task.CompletedTask]);
        if (_told is not null) { await _told.UntilLinkAsync(_met.Conversation, LinkState.Secure, cancellationToken); }

        _committed = LogProbe.Committed(to);
        _before = _committed.Read();
    }

    private async Task SendAsync(string text)
    {
        SendResult? result = await _told!.SendAsync(_met.Conversation, Guid.CreateVersion7(), text);
        if (result != SendResult.Stored) { throw new InvalidOperationException($"The sender did not take a message: {result}."); }
    }
}
