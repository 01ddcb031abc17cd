using System.Collections.Immutable;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>Changes of a conversation as pages see it: pure functions from one record to the next.</summary>
internal static class ConversationChanges
{
    /// <summary>What people see of <paramref name="entry"/>.</summary>
    public static Message ToMessage(this Entry entry, PeerId me, ConversationKind kind) =>
        new(entry.Id, entry.Order, entry.Arrival, entry.Author == me, entry.Text, entry.Clock.Time, StateOf(entry, entry.Author == me, kind));

    /// <summary>
    /// Puts messages in their places. One that is there already changes nothing; one that is older than everything shown of a longer history
    /// is only counted.
    /// </summary>
    public static Conversation Add(this Conversation conversation, params IReadOnlyList<Message> messages)
    {
        ImmutableList<Message>.Builder recent = conversation.Recent.ToBuilder();
        (bool hasOlder, int unread) = (conversation.HasOlder, conversation.Unread);
        foreach (Message message in messages)
        {
            if (!TryFindPlace(recent, message, out int place)) { continue; }
            if (!message.IsMine && message.Arrival > conversation.ReadUpTo) { unread++; }
            if (place == 0 && recent.Count > 0 && hasOlder) { continue; }

            recent.Insert(place, conversation.CaughtUp(message));
        }

        if (recent.Count > ChatLimits.RecentMessages)
        {
            recent.RemoveRange(0, recent.Count - ChatLimits.RecentMessages);
            hasOlder = true;
        }

        return conversation with { Recent = recent.ToImmutable(), HasOlder = hasOlder, Unread = unread };
    }

    /// <summary>Takes back a message of the peer, and that it was counted.</summary>
    public static Conversation Without(this Conversation conversation, Guid id, long arrival) => conversation with
    {
        Recent = conversation.Recent.RemoveAll(message => message.Id == id),
        Unread = arrival > conversation.ReadUpTo ? Math.Max(0, conversation.Unread - 1) : conversation.Unread,
    };

    /// <summary>
    /// Puts messages as they are now in place of those shown, and <paramref name="fresh"/> ones in their places. One that is further back than
    /// what is shown is only counted: who looks at it reads it again.
    /// </summary>
    public static Conversation Put(this Conversation conversation, IReadOnlyList<Message> messages, IReadOnlySet<Guid> fresh)
    {
        // These first: what falls out because of them is behind, too.
        conversation = conversation.Add([.. messages.Where(message => fresh.Contains(message.Id))]);
        ImmutableList<Message> recent = conversation.Recent;
        int behind = conversation.ChangesBehind;
        foreach (Message message in messages.Where(message => !fresh.Contains(message.Id)))
        {
            int place = recent.FindIndex(shown => shown.Id == message.Id);
            // A tick is on the screen before it is on the disk.
            if (place >= 0) { recent = recent.SetItem(place, message with { State = Later(recent[place].State, message.State) }); } else { behind++; }
        }

        return conversation with { Recent = recent, ChangesBehind = behind };
    }

    /// <summary>
    /// My messages up to <paramref name="sequence"/> have come as far as <paramref name="state"/>, unless they are further or have failed. What a
    /// saved file brought back goes nowhere.
    /// </summary>
    public static Conversation Advance(this Conversation conversation, long sequence, MessageState state)
    {
        if (conversation.Reached.Any(mark => mark.Key >= state && mark.Value >= sequence)) { return conversation; }

        conversation = conversation with { Reached = conversation.Reached.SetItem(state, sequence) };
        ImmutableList<Message>.Builder? changed = null;
        int i = 0;
        foreach (Message message in conversation.Recent)
        {
            if (message.GoesOut && message.Order.Sequence <= sequence && message.State < state)
            {
                (changed ??= conversation.Recent.ToBuilder())[i] = message with { State = state };
            }

            i++;
        }

        return changed is null ? conversation : conversation with { Recent = changed.ToImmutable() };
    }

    /// <summary>
    /// The reader has come to <paramref name="arrival"/>, behind which the store counted <paramref name="unread"/> then. What has been shown since is
    /// not among them.
    /// </summary>
    public static Conversation Read(this Conversation conversation, long arrival, int unread)
    {
        long upTo = Math.Max(arrival, conversation.ReadUpTo);
        return conversation with { ReadUpTo = upTo, Unread = Math.Max(unread, conversation.Recent.Count(message => !message.IsMine && message.Arrival > upTo)) };
    }

    /// <summary>
    /// Puts what is stored in place of what is shown; what came since it was read stays, wherever its place is: what was not among the
    /// <paramref name="known"/>, which were shown before.
    /// </summary>
    public static Conversation Reload(this Conversation conversation, IEnumerable<Message> stored, bool hasOlder, bool takesBack, IReadOnlySet<Guid> known)
    {
        Dictionary<Guid, Message> shown = conversation.Recent.ToDictionary(message => message.Id);
        ImmutableList<Message> recent = [.. stored.Select(message =>
            !takesBack && shown.GetValueOrDefault(message.Id)?.State > message.State ? message with { State = shown[message.Id].State } : message)];
        return (conversation with { Recent = recent, HasOlder = hasOlder, Reached = [] })
            .Add([.. conversation.Recent.Where(message => !known.Contains(message.Id))]) with
        { Unread = conversation.Unread };
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

    // From the end, where nearly all belong. The same message has the same clock, whatever its log calls it now.
    private static bool TryFindPlace(ImmutableList<Message>.Builder recent, Message message, out int place)
    {
        place = recent.Count;
        for (int i = recent.Count - 1; i >= 0 && recent[i].Order.Clock.Value >= message.Order.Clock.Value; i--)
        {
            if (recent[i].Id == message.Id) { return false; }
            if (recent[i].Order.CompareTo(message.Order) > 0) { place = i; }
        }

        return true;
    }

    // What was said of it before it was shown: the mark that ends nearest behind it.
    private static Message CaughtUp(this Conversation conversation, Message message)
    {
        if (!message.GoesOut) { return message; }

        MessageState reached = conversation.Reached.Where(mark => mark.Value >= message.Order.Sequence)
            .OrderBy(mark => mark.Value).ThenByDescending(mark => mark.Key).Select(mark => mark.Key).FirstOrDefault();
        return reached > message.State ? message with { State = reached } : message;
    }

    private static MessageState Later(MessageState one, MessageState other) => one > other ? one : other;

    private static MessageState StateOf(Entry entry, bool isMine, ConversationKind kind) => (isMine, kind) switch
    {
        (false, _) => MessageState.Delivered,
        (_, ConversationKind.Plain) => entry.SentAt is not null ? MessageState.Unconfirmed : entry.FailedAt is not null ? MessageState.Failed : MessageState.Queued,
        _ => entry.ReadAt is not null ? MessageState.Read : entry.DeliveredAt is not null ? MessageState.Delivered : entry.SentAt is not null ? MessageState.Sent : MessageState.Queued,
    };
}
