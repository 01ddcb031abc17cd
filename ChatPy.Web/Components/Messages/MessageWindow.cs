using System.Collections.Immutable;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Messages;

/// <summary>
/// The messages of a conversation that a page has: a stretch of the history, oldest first. It ends with the snapshot's newest and follows
/// them, or, while <see cref="HasNewer"/>, lies further back.
/// </summary>
/// <param name="Messages">Without a gap.</param>
/// <param name="HasOlder">Whether the store holds messages before the first.</param>
/// <param name="HasNewer">Whether it holds messages after the last.</param>
internal sealed record MessageWindow(ImmutableArray<Message> Messages, bool HasOlder, bool HasNewer = false)
{
    /// <summary>Rows of a page at most: what a reader walks through is let go at the other end.</summary>
    public const int MaxRows = 300;

    public static readonly MessageWindow Empty = new([], false);

    /// <summary>The window after the conversation changed: its newest messages, behind those read before that still join them.</summary>
    public MessageWindow Follow(Conversation conversation, bool isAtEnd)
    {
        ImmutableList<Message> recent = conversation.Recent;
        if (HasNewer) { return this with { Messages = [.. Caught(Replaced(recent), recent)] }; }
        if (recent.IsEmpty) { return new MessageWindow([], conversation.HasOlder); }

        ImmutableArray<Message> older = [.. Messages.TakeWhile(message => message.Order.CompareTo(recent[0].Order) < 0)];
        bool join = older.Length > 0 && older.Length < Messages.Length;
        if (!join) { return new MessageWindow([.. recent], conversation.HasOlder); }
        if (older.Length + recent.Count <= MaxRows) { return new MessageWindow([.. Caught(older, recent), .. recent], HasOlder); }

        // Who reads at the end gets what comes; who reads further back keeps what is there, and the end comes again on the way down.
        return isAtEnd
            ? new MessageWindow([.. recent], true)
            : new MessageWindow([.. Caught(older, recent).Concat(recent).Take(MaxRows)], HasOlder, true);
    }

    /// <summary>The window with a page put before it. Fewer than asked for means that nothing is older.</summary>
    public MessageWindow Before(IReadOnlyList<Message> page, int asked)
    {
        IEnumerable<Message> older = Messages is [var first, ..] ? page.Where(message => message.Order.CompareTo(first.Order) < 0) : page;
        ImmutableArray<Message> all = [.. older, .. Messages];
        return new MessageWindow([.. all.Take(MaxRows)], page.Count >= asked, HasNewer || all.Length > MaxRows);
    }

    /// <summary>The window with a page put after it. Fewer than asked for means that nothing is newer.</summary>
    public MessageWindow After(IReadOnlyList<Message> page, int asked)
    {
        IEnumerable<Message> newer = Messages is [.., var last] ? page.Where(message => message.Order.CompareTo(last.Order) > 0) : page;
        ImmutableArray<Message> all = [.. Messages, .. newer];
        return new MessageWindow([.. all.TakeLast(MaxRows)], HasOlder || all.Length > MaxRows, page.Count >= asked);
    }

    /// <summary>The window with some of its messages as they are now.</summary>
    public MessageWindow With(IReadOnlyCollection<Message> changed) => this with { Messages = Replaced(changed) };

    /// <summary>The window without a message that is no more.</summary>
    public MessageWindow Without(Guid id) => this with { Messages = Messages.RemoveAll(message => message.Id == id) };

    private ImmutableArray<Message> Replaced(IReadOnlyCollection<Message> by)
    {
        var now = by.ToDictionary(message => message.Id);
        return [.. Messages.Select(message => now.GetValueOrDefault(message.Id, message))];
    }

    /// <summary>
    /// The snapshot tells no more about older messages, but confirmations are cumulative: what a peer has confirmed, it has confirmed
    /// for everything I wrote before.
    /// </summary>
    private static IEnumerable<Message> Caught(ImmutableArray<Message> older, ImmutableList<Message> recent)
    {
        MessageState reached = recent.Find(message => message.IsMine)?.State ?? MessageState.Queued;
        return reached is MessageState.Sent or MessageState.Delivered or MessageState.Read
            ? older.Select(message => message.IsMine && message.State < reached ? message with { State = reached } : message)
            : older;
    }
}
