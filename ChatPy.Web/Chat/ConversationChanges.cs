using System.Collections.Immutable;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>Changes of a conversation as pages see it: pure functions from one record to the next.</summary>
internal static class ConversationChanges
{
    /// <summary>What people see of <paramref name="entry"/>.</summary>
    public static Message ToMessage(this Entry entry, PeerId me, ConversationKind kind) =>
        new(entry.Id, entry.Order, entry.Arrival, entry.Author == me, entry.Text, entry.Clock.Time, StateOf(entry, entry.Author == me, kind));

    /// <summary>Puts a message in its place. One that is there already, or older than everything shown of a longer history, changes nothing.</summary>
    public static Conversation Add(this Conversation conversation, Message message)
    {
        ImmutableList<Message> recent = conversation.Recent;
        int place = recent.Count;
        while (place > 0 && recent[place - 1].Order.CompareTo(message.Order) > 0) { place--; }

        bool isUnread = !message.IsMine && message.Arrival > conversation.ReadUpTo;
        if (recent.Any(shown => shown.Id == message.Id)) { return conversation; }
        if (place > 0 || recent.Count == 0 || !conversation.HasOlder) { recent = recent.Insert(place, message); }

        bool overflows = recent.Count > ChatLimits.RecentMessages;
        return conversation with
        {
            Recent = overflows ? recent.RemoveAt(0) : recent,
            HasOlder = conversation.HasOlder || overflows,
            Unread = conversation.Unread + (isUnread ? 1 : 0),
        };
    }

    /// <summary>My messages up to <paramref name="sequence"/> have come as far as <paramref name="state"/>, unless they are further or have failed.</summary>
    public static Conversation Advance(this Conversation conversation, long sequence, MessageState state)
    {
        ImmutableList<Message> recent = conversation.Recent;
        for (int i = recent.Count - 1; i >= 0; i--)
        {
            Message message = recent[i];
            if (message.IsMine && message.Order.Sequence <= sequence && message.State < state && message.State != MessageState.Failed)
            {
                recent = recent.SetItem(i, message with { State = state });
            }
        }

        return conversation with { Recent = recent };
    }

    /// <summary>Puts <paramref name="changed"/> in place of the conversation of its id, on top if something happened in it.</summary>
    public static ImmutableArray<Conversation> Put(this ImmutableArray<Conversation> all, Conversation changed)
    {
        int index = -1;
        for (int i = 0; i < all.Length && index < 0; i++) { index = all[i].Id == changed.Id ? i : -1; }

        if (index >= 0 && all[index].LastActivity == changed.LastActivity) { return all.SetItem(index, changed); }

        ImmutableArray<Conversation> others = index < 0 ? all : all.RemoveAt(index);
        int place = 0;
        while (place < others.Length && others[place].LastActivity > changed.LastActivity) { place++; }
        return others.Insert(place, changed);
    }

    private static MessageState StateOf(Entry entry, bool isMine, ConversationKind kind) => (isMine, kind) switch
    {
        (false, _) => MessageState.Delivered,
        (_, ConversationKind.Plain) => entry.SentAt is not null ? MessageState.Unconfirmed : entry.FailedAt is not null ? MessageState.Failed : MessageState.Queued,
        _ => entry.ReadAt is not null ? MessageState.Read : entry.DeliveredAt is not null ? MessageState.Delivered : entry.SentAt is not null ? MessageState.Sent : MessageState.Queued,
    };
}
