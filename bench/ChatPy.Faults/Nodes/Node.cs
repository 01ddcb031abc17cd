using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ChatPy.Faults.Ledgers;
using ChatPy.Faults.Platform;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Faults.Nodes;

/// <summary>One ChatPy through all its deaths: the process of the moment, and what was ever seen of it.</summary>
internal sealed class Node : IAsyncDisposable
{
    private const int MostTries = 5;
    private const int LastOutputKept = 64 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _socketPath;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StringBuilder _output = new();
    private readonly Questions _questions = new();
    private readonly Readings _readings = new();
    private readonly Watched<LinkState> _links = new();
    private readonly Watched<string> _setbacks = new();
    private readonly Watched<string> _trouble = new();
    private Process? _process;
    private NodeChannel? _channel;
    private int _linkChanges;

    public Node(NodeSettings settings, string workDirectory)
    {
        Settings = settings;
        // The path of a Unix domain socket has some hundred bytes at most.
        _socketPath = Path.Combine(workDirectory, $"{settings.Name}.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(_socketPath));
        _listener.Listen();
    }

    public NodeSettings Settings { get; set; }

    public string Name => Settings.Name;

    public PeerId PeerId { get; private set; }

    /// <summary>What was accepted, ticked and shown here, over all its lives.</summary>
    public Ledger Ledger { get; } = new();

    public string Address => $"{Settings.ReachedAt ?? Settings.ListenAddress}:{Settings.PeerPort}";

    /// <summary>Conversations that its list has shown in this life.</summary>
    public IReadOnlyList<string> Conversations => _links.Keys;

    /// <summary>How often its page showed any peer come or go, over all its lives.</summary>
    public int LinkChanges => Volatile.Read(ref _linkChanges);

    /// <summary>The process id of the present life, as the kernel knows ChatPy itself.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Whether a process lives and listens to the run.</summary>
    public bool IsUp => _channel is { IsOpen: true };

    /// <summary>The end of what it wrote to the console.</summary>
    public string Output { get { lock (_output) { return _output.ToString(); } } }

    /// <summary>Starts a process; returns when it listens and can be driven.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Process process = ChatPyProgram.Start(Settings, _socketPath);
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        life.CancelAfter(s_patience);
        Task<Socket> connecting = _listener.AcceptAsync(life.Token).AsTask();
        if (await Task.WhenAny(connecting, process.WaitForExitAsync(life.Token)) != connecting)
        {
            await life.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"{Name} did not start:\n{Output}");
        }

        _channel?.Dispose();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _channel = new NodeChannel(await connecting, line => Hear(line, ready), Died);
        await ready.Task.WaitAsync(life.Token);
    }

    /// <summary>Writes as the person there; returns what ChatPy said, or nothing if it died before it could.</summary>
    public Task<SendResult?> SendAsync(Node to, Guid id, string text) => SendAsync(ConversationId.Direct(PeerId, to.PeerId), id, text);

    /// <inheritdoc cref="SendAsync(Node, Guid, string)"/>
    public async Task<SendResult?> SendAsync(ConversationId to, Guid id, string text)
    {
        string? answer = await AskAsync(id.ToString(), Lines.Send, to, id, text);
        return answer is null ? null : Enum.Parse<SendResult>(answer);
    }

    /// <summary>Dials once, as the person there.</summary>
    /// <returns>Why it failed; empty if it did not, nothing if the process died.</returns>
    public Task<string?> DialAsync(string address) => AskAsync(Lines.Connected, Lines.Connect, address);

    /// <summary>Dials until it is through, as the person there.</summary>
    public async Task ConnectAsync(Node to, CancellationToken cancellationToken)
    {
        string? failure;
        int tries = 0;
        // On a machine that starts many at once the other may be too slow to answer; then a person tries again.
        do { failure = await DialAsync(to.Address); }
        while (failure is "Busy" or "Timeout" && ++tries < MostTries);

        if (failure != "") { throw new InvalidOperationException($"{Name} could not dial {to.Name}: {failure ?? "it died"}"); }

        await Task.WhenAll(UntilLinkAsync(to, LinkState.Secure, cancellationToken), to.UntilLinkAsync(this, LinkState.Secure, cancellationToken));
    }

    /// <summary>Accepts whoever is at the other end, as the person there.</summary>
    public Task AcceptAsync(ConversationId conversation) => AskAsync(conversation.Value, Lines.Accept, conversation);

    /// <summary>Asks for what the peer still has, as the person there.</summary>
    public Task FetchBackAsync(Node from)
    {
        var conversation = ConversationId.Direct(PeerId, from.PeerId);
        return AskAsync(Lines.Fetched + conversation.Value, Lines.Fetch, conversation);
    }

    /// <summary>Searches a conversation, as the person there.</summary>
    /// <returns>How many messages have the words; nothing if the process died.</returns>
    public async Task<int?> FindAsync(Node with, string words)
    {
        var conversation = ConversationId.Direct(PeerId, with.PeerId);
        string? answer = await AskAsync(Lines.Found + conversation.Value, Lines.Find, conversation, words);
        return answer is null ? null : int.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Sets its clock wrong.</summary>
    public Task SetClockAsync(TimeSpan offset) => AskAsync(Lines.ClockSet, Lines.Clock, offset.Ticks);

    /// <summary>It dies when it comes to this step for the n-th time from now (<see cref="Steps"/>).</summary>
    public void Arm(string step, int nth) => Tell(Lines.Arm, step, nth);

    /// <summary>Reads the newest rows of a conversation, as a person who scrolls up from the end; the oldest first.</summary>
    /// <returns>Nothing if the process died meanwhile or could not.</returns>
    public Task<IReadOnlyList<Row>?> ReadAsync(Node with, int count = int.MaxValue) => ReadAsync(ConversationId.Direct(PeerId, with.PeerId), count);

    /// <inheritdoc cref="ReadAsync(Node, int)"/>
    public Task<IReadOnlyList<Row>?> ReadAsync(ConversationId conversation, int count = int.MaxValue) =>
        _readings.ReadAsync(tag => Tell(Lines.Dump, tag, conversation, count));

    /// <summary>Waits until its page shows the peer so.</summary>
    public Task UntilLinkAsync(Node with, LinkState link, CancellationToken cancellationToken) =>
        UntilLinkAsync(ConversationId.Direct(PeerId, with.PeerId), link, cancellationToken);

    /// <inheritdoc cref="UntilLinkAsync(Node, LinkState, CancellationToken)"/>
    public Task UntilLinkAsync(ConversationId with, LinkState link, CancellationToken cancellationToken) =>
        _links.UntilAsync(with.Value, seen => seen == link, cancellationToken);

    /// <summary>How its page shows the peer now.</summary>
    public LinkState LinkTo(Node with) => _links.Find(ConversationId.Direct(PeerId, with.PeerId).Value);

    /// <summary>Waits until its page says (or no longer says) that something became of the history.</summary>
    public Task UntilSetbacksAsync(Node with, Func<string, bool> hold, CancellationToken cancellationToken) =>
        _setbacks.UntilAsync(ConversationId.Direct(PeerId, with.PeerId).Value, seen => hold(seen ?? ""), cancellationToken);

    /// <summary>The trouble that its page shows now; empty for none.</summary>
    public string Trouble => _trouble.Find("") ?? "";

    /// <summary>Waits until its page shows this trouble; empty for none.</summary>
    public Task UntilTroubleAsync(string trouble, CancellationToken cancellationToken) => _trouble.UntilAsync("", seen => (seen ?? "") == trouble, cancellationToken);

    /// <summary>kill -9: nothing of it runs on.</summary>
    public async Task KillAsync()
    {
        if (_process is null) { return; }
        if (ProcessId != 0 && !_process.HasExited) { TryKill(ProcessId); }
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await UntilDownAsync();
    }

    /// <summary>
    /// Its machine loses power: in one moment nothing of it runs on, and its disk stops writing. Killed first, because ext4 calls some of the
    /// fsyncs that it gives up at its shutdown a success, and a process that ran on would build on that, and tell its peer.
    /// </summary>
    public Task LosePowerAsync(CuttableDisk disk)
    {
        Signals.Send(ProcessId, Signals.Kill);
        disk.Cut();
        return KillAsync();
    }

    /// <summary>Stops it in mid step, as a laptop that is closed.</summary>
    public void Freeze() => Signals.Send(ProcessId, Signals.Stop);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signals.Send(ProcessId, Signals.Continue);

    /// <summary>Waits until nothing can be heard of it.</summary>
    public Task UntilDownAsync() => _channel?.Closed ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) { await KillAsync(); }
        _process?.Dispose();
        _channel?.Dispose();
        _listener.Dispose();
        File.Delete(_socketPath);
    }

    private static void TryKill(int process)
    {
        try { Signals.Send(process, Signals.Kill); }
        catch (InvalidOperationException) { /* gone already */ }
    }

    private Task<string?> AskAsync(string key, params object[] words) => _questions.AskAsync(key, () => Tell(words));

    private bool Tell(params object[] words) => _channel?.TryWrite(string.Join('\t', words)) ?? false;

    private void Hear(string line, TaskCompletionSource ready)
    {
        string[] words = line.Split('\t');
        switch (words)
        {
            case [Lines.Ready, var peer, var process]:
                PeerId = new PeerId(Convert.FromHexString(peer));
                ProcessId = int.Parse(process, CultureInfo.InvariantCulture);
                ready.TrySetResult();
                break;
            case [Lines.Sent, var id, var result]: _questions.Answer(id, result); break;
            case [Lines.Connected, var failure]: _questions.Answer(Lines.Connected, failure); break;
            case [Lines.Accepted, var conversation]: _questions.Answer(conversation, ""); break;
            case [Lines.ClockSet]: _questions.Answer(Lines.ClockSet, ""); break;
            case [Lines.Found, var conversation, var hits]: _questions.Answer(Lines.Found + conversation, hits); break;
            case [Lines.Fetched, var conversation]: _questions.Answer(Lines.Fetched + conversation, ""); break;
            case [Lines.Setbacks, var conversation, var kinds]: _setbacks.Set(conversation, kinds); break;
            case [Lines.Link, var conversation, var link]:
                Interlocked.Increment(ref _linkChanges);
                _links.Set(conversation, Enum.Parse<LinkState>(link));
                break;
            case [Lines.Shown, var id, var side, var state]: Ledger.Seen(Guid.Parse(id), side == "mine", Enum.Parse<MessageState>(state)); break;
            case [Lines.Trouble, var trouble]: _trouble.Set("", trouble); break;
            case [Lines.Row, var tag, var id, var side, var state, var text]:
                _readings.Add(tag, new Row(Guid.Parse(id), side == "mine", Enum.Parse<MessageState>(state), text));
                break;
            case [Lines.EndOfRows, var tag]: _readings.End(tag, isWhole: true); break;
            case [Lines.Broken, var command, var argument, var failure]:
                Keep($"driver: {command} {argument}: {failure}");
                if (command == Lines.Dump) { _readings.End(argument, isWhole: false); }
                else { _questions.Fail(new InvalidOperationException($"{Name}: {command} {argument}: {failure}")); }
                break;
        }
    }

    private void Died()
    {
        _questions.GiveUp();
        _readings.GiveUp();
        _links.Clear();
        _setbacks.Clear();
        _trouble.Clear();
    }

    private void Keep(string? line)
    {
        if (line is null) { return; }

        lock (_output)
        {
            _output.AppendLine(line);
            if (_output.Length > 2 * LastOutputKept) { _output.Remove(0, _output.Length - LastOutputKept); }
        }
    }
}
