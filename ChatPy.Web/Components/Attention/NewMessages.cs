using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Attention;

/// <summary>A message that came in just now, as a notification shows it.</summary>
/// <param name="Conversation">Its conversation.</param>
/// <param name="Title">What that is called here.</param>
/// <param name="Text">How it begins; nothing if <paramref name="IsRequest"/>.</param>
/// <param name="IsRequest">Whether somebody new wants to chat: what they say is for who has let them in.</param>
public sealed record NewMessage(string Conversation, string Title, string Text, bool IsRequest = false);

/// <summary>
/// Tells from one snapshot to the next what came in that asks for attention, and what does no longer. What is there at first is not new, nor is
/// what comes before the reader's eyes.
/// </summary>
public sealed class NewMessages
{
    private const int Letters = 160;
    private readonly Dictionary<ConversationId, (Conversation Seen, long Newest)> _known = [];
    private readonly HashSet<ConversationId> _told = [];
    private bool _hasBegun;

    /// <summary>The newest message of each conversation that got one, somebody new once; and the conversations of those told before that have nothing unread any more.</summary>
    /// <param name="snapshot">What is there now.</param>
    /// <param name="reading">The conversation whose end is in sight, if any.</param>
    public (IReadOnlyList<NewMessage> Arrived, IReadOnlyList<string> Read) Next(ChatSnapshot snapshot, ConversationId? reading = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        List<NewMessage> arrived = [];
        List<string> read = [];
        foreach (Conversation now in snapshot.Conversations)
        {
            (Conversation? before, long known) = _known.GetValueOrDefault(now.Id);
            if (ReferenceEquals(before, now)) { continue; }

            if (!now.IsUnread && _told.Remove(now.Id)) { read.Add(now.Id.Value); }
            if (_hasBegun && now.Id == reading && now.Unread > 0) { continue; }   // before the reader's eyes, and new all the same if they look away before they have seen it

            Message? newest = now.Recent.Where(static message => !message.IsMine).MaxBy(static message => message.Arrival);
            _known[now.Id] = (now, Math.Max(known, newest?.Arrival ?? 0));
            bool isNew = newest?.Arrival > known || (before is null && now.IsRequest);
            if (!_hasBegun || !isNew || now.Attention == 0 || (!_told.Add(now.Id) && now.IsRequest)) { continue; }

            arrived.Add(new NewMessage(now.Id.Value, now.Title, now.IsRequest ? "" : newest!.Text.Start(Letters, "…"), now.IsRequest));
        }

        _hasBegun = true;
        return (arrived, read);
    }
}
