using System.Collections.Immutable;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Messages;

/// <summary>A message in its place: what it looks like depends on its neighbours.</summary>
/// <param name="Message">What was said.</param>
/// <param name="LocalTime">When, by the clock of this machine.</param>
/// <param name="StartsGroup">First of several of one author in a short time.</param>
/// <param name="EndsGroup">Last of them.</param>
/// <param name="StartsNew">First that had not been seen when the reader came back.</param>
public sealed record TimelineRow(Message Message, DateTimeOffset LocalTime, bool StartsGroup, bool EndsGroup, bool StartsNew);

/// <summary>The messages of one day.</summary>
internal sealed record TimelineDay(DateOnly Date, ImmutableArray<TimelineRow> Rows)
{
    /// <summary>Messages of one author no further apart than this stand together.</summary>
    public static readonly TimeSpan GroupSpan = TimeSpan.FromMinutes(5);

    /// <param name="messages">In their order.</param>
    /// <param name="seen">The arrival up to which the reader had seen, which puts the divider; none for no divider.</param>
    /// <param name="zone">Whose midnight parts the days.</param>
    public static ImmutableArray<TimelineDay> Of(ImmutableArray<Message> messages, long? seen, TimeZoneInfo zone)
    {
        ImmutableArray<TimelineDay>.Builder days = ImmutableArray.CreateBuilder<TimelineDay>();
        ImmutableArray<TimelineRow>.Builder rows = ImmutableArray.CreateBuilder<TimelineRow>();
        DateOnly date = default;
        Message? divider = seen is { } last ? messages.FirstOrDefault(message => !message.IsMine && message.Arrival > last) : null;

        foreach (Message message in messages)
        {
            DateTimeOffset local = TimeZoneInfo.ConvertTime(message.WrittenAt, zone);
            // The order is by time, so a day comes once; an author's clock that says otherwise opens no day again.
            DateOnly written = DateOnly.FromDateTime(local.DateTime);
            if (rows.Count > 0 && written > date) { Close(); }
            if (rows.Count == 0) { date = written; }

            bool startsNew = ReferenceEquals(message, divider);
            bool joins = rows.Count > 0 && !startsNew && Belong(rows[^1].Message, message);
            if (joins) { rows[^1] = rows[^1] with { EndsGroup = false }; }
            rows.Add(new TimelineRow(message, local, !joins, true, startsNew));
        }

        if (rows.Count > 0) { Close(); }
        return days.DrainToImmutable();

        void Close() => days.Add(new TimelineDay(date, rows.DrainToImmutable()));
    }

    private static bool Belong(Message before, Message after) =>
        before.IsMine == after.IsMine && (after.WrittenAt - before.WrittenAt).Duration() <= GroupSpan;
}
