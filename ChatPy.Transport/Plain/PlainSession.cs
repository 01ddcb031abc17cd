using System.IO.Pipelines;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Logging;

namespace ChatPy.Transport.Plain;

/// <summary>
/// The life of one connection with a plain peer: any program that opens a TCP socket. Nothing here is encrypted, authenticated or
/// confirmed. Two loops over a pipe; how the peer ends its messages is learned on the way. docs/protocol.md §5.
/// </summary>
public sealed class PlainSession
{
    /// <summary>Alone in a message: the author leaves the chat.</summary>
    internal const string Goodbye = "exit";

    private const string ChatPyBanner = "ChatPy/1 ";

    private readonly IDuplexPipe _pipe;
    private readonly PeerAddress _remote;
    private readonly bool _isDialled;
    private readonly IPlainRoom _room;
    private readonly ILogger _logger;
    private readonly PlainReceiver _receiver;
    private readonly PlainWriter _writer;
    private Func<PlainArrival, CancellationToken, ValueTask> _receive = static (_, _) => ValueTask.CompletedTask;
    private Dialect _toldDialect;
    private string? _nickname;
    private bool _isFirst = true;
    private bool _isInsideLine;

    /// <summary>A session that has not begun: <see cref="RunAsync"/> begins it, <see cref="SendAsync"/> may come before.</summary>
    /// <param name="pipe">
    /// The connection. The session completes both ends when it is over; closing the socket is its owner's. Best a pipe right on the socket's
    /// stream: Kestrel's pump hides what arrived just before a reset, and a script that closes without reading our first line resets.
    /// </param>
    /// <param name="remote">The other end, for the log.</param>
    /// <param name="isDialled">This side dialled: what the server says is never a command, and it may still prove to be a ChatPy.</param>
    /// <param name="room">Answers for <c>/who</c> and <c>/nick</c>.</param>
    /// <param name="options">The silence that ends a message, and separates two.</param>
    /// <param name="time">All time comes from here.</param>
    /// <param name="logger">Never gets the text of a message.</param>
    public PlainSession(
        IDuplexPipe pipe, PeerAddress remote, bool isDialled, IPlainRoom room, TransportOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        ArgumentNullException.ThrowIfNull(options);

        (_pipe, _remote, _isDialled, _room, _logger) = (pipe, remote, isDialled, room, logger);
        _receiver = new PlainReceiver(pipe.Input, remote, !isDialled, HearAsync, options.ChunkSilence, time, logger);
        _writer = new PlainWriter(pipe.Output, () => _receiver.Dialect, options.ChunkSilence, time);
    }

    /// <summary>The other end: as typed if this side dialled, else with the port of this connection.</summary>
    public PeerAddress Remote => _remote;

    /// <summary>Whether this side opened the connection.</summary>
    public bool IsDialled => _isDialled;

    /// <summary>How the peer ends its messages, as far as is known.</summary>
    public Dialect Dialect => _receiver.Dialect;

    /// <summary>A person knows better how this peer ends its messages. <see cref="Dialect.Unknown"/> learns again.</summary>
    public void Override(Dialect dialect) => _receiver.Override(dialect);

    /// <summary>Listens until one side leaves. Once only.</summary>
    /// <param name="receive">Gets what arrives, one at a time; nothing more is read until it returns. What it throws ends the session and comes out here.</param>
    /// <param name="cancellationToken">Ends the session at once, with nothing said to the peer.</param>
    /// <returns>
    /// <see cref="SessionEnd.PeerLeft"/>, <see cref="SessionEnd.PeerVanished"/>, <see cref="SessionEnd.Stopped"/> by this side;
    /// <see cref="SessionEnd.ProtocolBroken"/> for HTTP and lines without end; <see cref="SessionEnd.SpokeChatPy"/> and
    /// <see cref="SessionEnd.SpokeTls"/> with nothing delivered, the latter with the connection as it is.
    /// </returns>
    public async Task<SessionEnd> RunAsync(Func<PlainArrival, CancellationToken, ValueTask> receive, CancellationToken cancellationToken)
    {
        _receive = receive;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SessionEnd> receiving = _receiver.RunAsync(life.Token);
        Task<SessionEnd> sending = SendUntilFinishedAsync(life.Token);
        SessionEnd end = SessionEnd.PeerVanished;
        try
        {
            Task<SessionEnd> first = await Task.WhenAny(receiving, sending);

            // A write may see first that the connection broke. What the peer said before still counts, and then reading ends too.
            end = await (sending.Exception?.InnerException is IOException ? receiving : first);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            end = SessionEnd.Stopped;
        }
        catch (Exception lost) when (lost is IOException or TimeoutException or OperationCanceledException)
        {
            _logger.PlainPeerVanished(_remote, lost);
        }
        finally
        {
            await life.CancelAsync();
            await Task.WhenAll((Task)receiving, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end is not SessionEnd.SpokeTls)
            {
                await _pipe.Output.CompleteAsync();
                await _pipe.Input.CompleteAsync();
            }
        }

        _logger.PlainSessionOver(_remote, end);
        return end;
    }

    /// <summary>Sends a message in the peer's dialect; done when it is written to the pipe. Whether the peer got it nobody knows.</summary>
    /// <param name="text">Control characters and escape sequences do not go out; inner newlines do.</param>
    /// <param name="cancellationToken">Gives up a message whose turn has not come; one that is being written is written whole.</param>
    /// <exception cref="IOException">The session is over, the connection is gone, or the peer has read nothing for 30 s.</exception>
    public Task SendAsync(string text, CancellationToken cancellationToken) => _writer.SendAsync(text, cancellationToken);

    /// <summary>
    /// Leaves politely: what waits is still written, then <c>exit</c> to a peer that speaks <see cref="Dialect.Chunks"/>, and
    /// <see cref="RunAsync"/> returns. Done when all is written or the connection is gone; only for a session that runs.
    /// </summary>
    public Task LeaveAsync() => _writer.FinishAsync();

    private async Task<SessionEnd> SendUntilFinishedAsync(CancellationToken cancellationToken)
    {
        await _writer.RunAsync(cancellationToken);
        return SessionEnd.Stopped;
    }

    private async ValueTask<SessionEnd?> HearAsync(PlainMessage message, CancellationToken cancellationToken)
    {
        if (_isFirst && _isDialled && message.Text.StartsWith(ChatPyBanner, StringComparison.Ordinal)) { return SessionEnd.SpokeChatPy; }

        _isFirst = false;
        await TellDialectAsync(cancellationToken);

        string text = TerminalText.Clean(message.Text);
        bool isWhole = !_isInsideLine && !message.Continues;
        _isInsideLine = message.Continues;

        if (string.IsNullOrWhiteSpace(text)) { return null; }
        if (isWhole && text.Trim() == Goodbye) { return SessionEnd.PeerLeft; }
        if (isWhole && !_isDialled)
        {
            if (PlainCommands.Answer(text, _nickname, _room) is { } answer) { return await DoAsync(answer, cancellationToken); }

            text = PlainCommands.Unescape(text);
        }

        await _receive(new PlainArrival.Said(text, message.Continues), cancellationToken);
        return null;
    }

    private async ValueTask<SessionEnd?> DoAsync(PlainAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Nickname is { } nickname)
        {
            _nickname = nickname;
            await _receive(new PlainArrival.Renamed(nickname), cancellationToken);
        }

        await _writer.SendAsync(answer.Text, cancellationToken);
        return answer.Leaves ? SessionEnd.PeerLeft : null;
    }

    private async ValueTask TellDialectAsync(CancellationToken cancellationToken)
    {
        Dialect dialect = Dialect;
        if (dialect == _toldDialect) { return; }

        _toldDialect = dialect;
        await _receive(new PlainArrival.DialectLearned(dialect), cancellationToken);
    }
}
