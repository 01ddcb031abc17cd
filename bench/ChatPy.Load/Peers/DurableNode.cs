using System.Diagnostics;
using ChatPy.Web.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPy.Load.Peers;

/// <summary>One who writes, all of ChatPy but its page in this process, to one who reads, a ChatPy in another.</summary>
internal sealed class DurableNode : IAsyncDisposable
{
    private readonly IHost _writer;
    private readonly LoadProcess _reader;
    private readonly ConversationId _conversation;
    private readonly IChat _chat;
    private readonly ChatStore _store;

    private DurableNode(IHost writer, LoadProcess reader, ConversationId conversation)
    {
        (_writer, _reader, _conversation) = (writer, reader, conversation);
        (_chat, _store) = (writer.Services.GetRequiredService<IChat>(), writer.Services.GetRequiredService<ChatStore>());
    }

    /// <summary>Starts both; returns when they are connected.</summary>
    public static async Task<DurableNode> StartAsync(Backlog met, CancellationToken cancellationToken)
    {
        (string from, string to) = met.Copy();
        LoadProcess reader = LoadProcess.Start(to, met.ReceiverPort);
        await reader.UntilAnswersAsync(cancellationToken);
        IHost writer = HeadlessChatPy.Build(from, met.SenderPort);
        await writer.StartAsync(cancellationToken);
        var node = new DurableNode(writer, reader, met.Conversation);
        await node.UntilAsync(static conversation => conversation.Link == LinkState.Secure, cancellationToken);
        return node;
    }

    /// <summary>From a text that is written until the writer knows that it is committed there too.</summary>
    public async Task<TimeSpan> TripAsync(CancellationToken cancellationToken)
    {
        var draft = new Draft(Guid.CreateVersion7(), new string('x', SmallMessage.TextBytes));
        long start = Stopwatch.GetTimestamp();
        await _chat.SendAsync(_conversation, draft, cancellationToken);
        await UntilAsync(conversation => conversation.Last is { State: >= MessageState.Delivered } last && last.Id == draft.Id, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();   // before the writer, which would wait for its farewell
        await _writer.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_writer).DisposeAsync();
    }

    private async Task UntilAsync(Func<Conversation, bool> holds, CancellationToken cancellationToken)
    {
        await foreach (ChatSnapshot snapshot in _store.WatchAsync(cancellationToken))
        {
            _reader.ThrowIfOver();
            if (snapshot.Find(_conversation) is { } conversation && holds(conversation)) { return; }
        }
    }
}
