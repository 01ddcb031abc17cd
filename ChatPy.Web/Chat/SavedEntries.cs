using System.Security.Cryptography;
using System.Text;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>Makes entries of what a file says, as of now: the same ones each time, so that a file brought back twice is there once.</summary>
/// <param name="place">Where they belong.</param>
/// <param name="now">What is dated later was written by a clock that was wrong, here or there.</param>
internal sealed class SavedEntries(SavedPlace place, DateTimeOffset now)
{
    private LogClock _latest;

    /// <summary>The next message of the file.</summary>
    /// <param name="saved">What the file says.</param>
    /// <param name="arrival">The first place in the order of arrival that is free, moved on by as many as are taken.</param>
    public ImportedMessage Next(SavedMessage saved, ref long arrival)
    {
        PeerId author = saved.IsMine ? place.Mine : place.Theirs;
        LogClock clock = InOrder(saved.Clock);
        bool isChanged = saved.Text is null || saved.EditedAt is not null;
        Entry message = With(saved, new Entry
        {
            Conversation = place.Conversation.Id,
            Author = author,
            Epoch = Guid.Empty,
            Sequence = 0,
            Id = saved.Id,
            Clock = clock,
            Text = isChanged ? "" : saved.Text!,
            Kind = saved.Answers == Guid.Empty ? EntryKind.Text : EntryKind.Reply,
            Target = saved.Answers,
            StoredAt = clock.Time,
            Arrival = arrival++,
        });

        List<Entry> changes = [];
        if (saved.Text is null) { changes.Add(Change(message, author, EntryKind.Deletion, Draft.Deletion(saved.Id).Text, clock, arrival++)); }
        else if (saved.EditedAt is { } edited) { changes.Add(Change(message, author, EntryKind.Edit, saved.Text, NotAfterNow(LogClock.At(edited)), arrival++)); }

        foreach (Reaction reaction in saved.Reactions)
        {
            // One reading after the other: that is the order they stand in.
            clock = new LogClock(Math.Min(clock.Value + 1, LogClock.Max.Value));
            if (reaction.IsMine) { changes.Add(Change(message, place.Mine, EntryKind.Reaction, reaction.Emoji, clock, arrival++)); }
            if (!reaction.IsMine || reaction.Count > 1) { changes.Add(Change(message, place.Theirs, EntryKind.Reaction, reaction.Emoji, clock, arrival++)); }
        }

        return new ImportedMessage(message, changes, saved.Text ?? "");
    }

    // No clock of this conversation may be drawn to the year 9999 by a file. Its order is that of the file, whatever the time of day.
    private LogClock InOrder(LogClock said)
    {
        LogClock clock = said.CompareTo(LogClock.At(now)) > 0 ? _latest.Next(now) : said;
        if (clock.CompareTo(_latest) > 0) { _latest = clock; }
        return clock;
    }

    private LogClock NotAfterNow(LogClock said) => said.CompareTo(LogClock.At(now)) > 0 ? LogClock.At(now) : said;

    // What was still waiting waits no more: it is not sent by this. What the peer saved, it had.
    private Entry With(SavedMessage saved, Entry entry)
    {
        DateTimeOffset at = entry.StoredAt;
        return (place.Conversation.Kind, saved.State) switch
        {
            (ConversationKind.Plain, MessageState.Unconfirmed) => entry with { SentAt = at },
            (ConversationKind.Plain, _) => entry with { FailedAt = at },
            (_, MessageState.Read) => entry with { SentAt = at, DeliveredAt = at, ReadAt = at },
            (_, MessageState.Delivered) => entry with { SentAt = at, DeliveredAt = at },
            _ => entry with { SentAt = at },
        };
    }

    private static Entry Change(Entry target, PeerId author, EntryKind kind, string text, LogClock clock, long arrival) => target with
    {
        Author = author,
        Id = Name(target.Id, author, kind, text),
        Kind = kind,
        Target = target.Id,
        Text = text,
        Clock = clock,
        StoredAt = clock.Time,
        Arrival = arrival,
    };

    private static Guid Name(Guid target, PeerId author, EntryKind kind, string text) => new(
        SHA256.HashData([.. "chatpy saved "u8, .. target.ToByteArray(), .. author.ToByteArray(), (byte)kind, .. Encoding.UTF8.GetBytes(text)]).AsSpan(0, 16), bigEndian: true);
}
