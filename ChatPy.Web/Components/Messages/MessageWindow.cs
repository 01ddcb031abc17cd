using System.Collections.Immutable;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Messages;

/// <summary>The messages of a conversation that a page has: the snapshot's newest, and the older ones it has read since. Oldest first.</summary>
/// <param name="Messages">Without a gap.</param>
/// <param name="HasOlder">Whether the store holds messages before the first.</param>
internal sealed record MessageWindow(ImmutableArray<Message> Messages, bool HasOlder)
{
    /// <summary>A reader at the end keeps no more than this; one who reads far back keeps what was read.</summary>
    public const int Roomy = 2 * ChatLimits.RecentMessages;

    public static readonly MessageWindow Empty = new([], false);

    /// <summary>The window after the conversation changed: its newest messages, behind those read before that still join them.</summary>
    public MessageWindow Follow(Conversation conversation, bool isAtEnd)
    {
        ImmutableList<Message> recent = conversation.Recent;
        if (recent.IsEmpty) { return new MessageWindow([], conversation.HasOlder); }

        ImmutableArray<Message> older = [.. Messages.TakeWhile(message => message.Order.CompareTo(recent[0].Order) < 0)];
        bool join = older.Length < Messages.Length;
        bool keep = older.Length > 0 && join && !(isAtEnd && older.Length + recent.Count > Roomy);
        return keep
            ? new MessageWindow([.. Caught(older, recent), .. recent], HasOlder)
            : new MessageWindow([.. recent], conversation.HasOlder);
    }

    /// <summary>The window with a page put before it. Fewer than asked for means that nothing is older.</summary>
    public MessageWindow Before(IReadOnlyList<Message> page, int asked)
    {
        IEnumerable<Message> older = Messages is [var first, ..] ? page.Where(message => message.Order.CompareTo(first.Order) < 0) : page;
        return new MessageWindow([.. older, .. Messages], page.Count >= asked);
    }

    /// <summary>The window without a message that is no more.</summary>
    public MessageWindow Without(Guid id) => this with { Messages = Messages.RemoveAll(message => message.Id == id) };

    /// <summary>
    /// The snapshot tells no more about older messages, but confirmations are cumulative: what a peer has confirmed, it has confirmed
    /// for everything I wrote before.
    /// </summary>
    private static ImmutableArray<Message> Caught(ImmutableArray<Message> older, ImmutableList<Message> recent)
    {
        MessageState reached = recent.Find(message => message.IsMine)?.State ?? MessageState.Queued;
        if (reached is not (MessageState.Sent or MessageState.Delivered or MessageState.Read)) { return older; }
        return older.Any(IsBehind) ? [.. older.Select(message => IsBehind(message) ? message with { State = reached } : message)] : older;

        bool IsBehind(Message message) => message.IsMine && message.State < reached;
    }
}
