using System.Threading.Channels;
using ChatPy.Transport.Plain;

namespace ChatPy.Web.Chat;

/// <summary>What a plain peer says as it arrives over one connection: committed and shown, each once for all that waits. One line that comes alone does not wait.</summary>
internal sealed class IncomingLines(PlainSession session, ConversationId conversation, ConversationBook book, IMessageStore messages)
{
    // Of the longest lines some 8 MiB.
    private const int MaxUncommitted = 64;

    // Full means that the disk is slower than the peer: the session stops reading, and the peer slows down.
    private readonly Channel<string> _arrived = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxUncommitted) { SingleReader = true, SingleWriter = true });

    // A stranger may not fill the disk: each of its lines is counted before the next one is taken.
    private bool IsStranger => book.Find(conversation)?.Trust == Trust.Undecided;

    /// <summary>Takes a line off the session. Returns at once unless the disk is behind.</summary>
    public ValueTask ReceiveAsync(string text, CancellationToken cancellationToken) =>
        _arrived.Writer.TryWrite(text) ? ValueTask.CompletedTask : _arrived.Writer.WriteAsync(text, cancellationToken);

    /// <summary>The session is over: what it brought is still committed and shown.</summary>
    public void Complete() => _arrived.Writer.TryComplete();

    /// <summary>Commits what has arrived and shows it, until it is complete or a stranger has said too much.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public async Task RunAsync()
    {
        while (await _arrived.Reader.WaitToReadAsync())
        {
            await book.KeepAsync(conversation, CancellationToken.None);
            Entry[] kept = await Task.WhenAll(TakeWaiting(IsStranger ? 1 : MaxUncommitted).Select(AppendAsync));
            await book.ShowAsync(conversation, kept);
            if (kept[^1].Sequence < ChatLimits.MaxStrangerEntries || !IsStranger) { continue; }

            await session.LeaveAsync();
            return;
        }
    }

    private IEnumerable<string> TakeWaiting(int most)
    {
        for (int taken = 0; taken < most && _arrived.Reader.TryRead(out string? text); taken++) { yield return text; }
    }

    private Task<Entry> AppendAsync(string text) =>
        messages.AppendAsync(conversation, Conversation.AuthorOf(conversation), new Draft(Guid.CreateVersion7(), text), CancellationToken.None);
}
