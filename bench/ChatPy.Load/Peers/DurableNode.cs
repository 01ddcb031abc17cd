using System.Diagnostics;
using ChatPy.Web.Chat;

namespace ChatPy.Load.Peers;

/// <summary>One who writes, all of ChatPy but its page in this process, to one who reads, a ChatPy in another.</summary>
internal sealed class DurableNode : IAsyncDisposable
{
    private readonly HeadlessPeer _writer;
    private readonly LoadProcess _reader;
    private readonly ConversationId _conversation;

    private DurableNode(HeadlessPeer writer, LoadProcess reader, ConversationId conversation) => (_writer, _reader, _conversation) = (writer, reader, conversation);

    /// <summary>Starts both; returns when they are connected.</summary>
    public static async Task<DurableNode> StartAsync(Backlog met, CancellationToken cancellationToken)
    {
        (string from, string to) = met.Copy();
        LoadProcess reader = LoadProcess.Start(to, met.ReceiverPort);
        await reader.UntilAnswersAsync(cancellationToken);
        var node = new DurableNode(await HeadlessPeer.StartAsync(from, met.SenderPort, cancellationToken), reader, met.Conversation);
        await node.UntilAsync(static conversation => conversation.Link == LinkState.Secure, cancellationToken);
        return node;
    }

    /// <summary>From a text that is written until the writer knows that it is committed there too.</summary>
    public async Task<TimeSpan> TripAsync(CancellationToken cancellationToken)
    {
        var draft = new Draft(Guid.CreateVersion7(), new string('x', SmallMessage.TextBytes));
        long start = Stopwatch.GetTimestamp();
        await _writer.Chat.SendAsync(_conversation, draft, cancellationToken);
        await UntilAsync(conversation => conversation.Last is { State: >= MessageState.Delivered } last && last.Id == draft.Id, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();   // before the writer, which would wait for its farewell
        await _writer.DisposeAsync();
    }

    private Task UntilAsync(Func<Conversation, bool> holds, CancellationToken cancellationToken) => _writer.UntilAsync(
        conversation =>
        {
            _reader.ThrowIfOver();
            return holds(conversation);
        },
        cancellationToken);
}
