using System.Collections.Immutable;
using System.Globalization;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>What people see of entries: the one place where edits, deletions, reactions and quotes take effect.</summary>
internal static class MessageFold
{
    /// <summary>Different emoji shown under one message.</summary>
    private const int MaxReactions = 20;

    /// <summary>What is shown of a quoted text, in characters; the row cuts it to two lines.</summary>
    private const int MaxQuote = 200;

    /// <summary>The messages of a page, in its order.</summary>
    public static IReadOnlyList<Message> ToMessages(this EntryPage page, PeerId me, ConversationKind kind)
    {
        ILookup<Guid, Entry> changes = page.Related.Where(entry => !entry.IsMessage).ToLookup(entry => entry.Target);
        var quoted = page.Related.Where(entry => entry.IsMessage).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id);
        return [.. page.Messages.Select(entry => Fold(entry.ToMessage(me, kind), entry, changes, me) with { Quote = QuoteOf(entry, quoted, changes, me) })];
    }

    private static Message Fold(Message message, Entry entry, ILookup<Guid, Entry> changes, PeerId me)
    {
        Entry[] about = [.. changes[entry.Id]];
        if (about.Length == 0) { return message; }

        message = message with { Reactions = ReactionsOf(about, me) };
        return LastWord(entry, about) switch
        {
            null => message,
            { Kind: EntryKind.Deletion } => message with { Text = "", IsDeleted = true },
            // Brought back as it was: nothing to say about it.
            { } edit when edit.Text == entry.Text => message,
            { } edit => message with { Text = edit.Text, EditedAt = edit.Clock.Time },
        };
    }

    // Nobody but its author changes what a message says.
    private static Entry? LastWord(Entry entry, IEnumerable<Entry> about) =>
        about.Where(change => change.Author == entry.Author && change.Kind is EntryKind.Edit or EntryKind.Deletion).MaxBy(change => change.Order);

    private static ImmutableArray<Reaction> ReactionsOf(Entry[] about, PeerId me) =>
    [
        .. about
            .Where(change => change.Kind is EntryKind.Reaction or EntryKind.ReactionGone && IsEmoji(change.Text))
            .GroupBy(change => (change.Text, change.Author), (_, all) => all.MaxBy(change => change.Order)!)
            .Where(change => change.Kind == EntryKind.Reaction)
            .GroupBy(change => change.Text)
            .OrderBy(same => same.Min(change => change.Order))
            .Take(MaxReactions)
            .Select(same => new Reaction(same.Key, same.Count(), same.Any(change => change.Author == me))),
    ];

    /// <summary>One character as people count them: a reaction is no message in small.</summary>
    public static bool IsEmoji(string text) => !string.IsNullOrWhiteSpace(text) && StringInfo.GetNextTextElementLength(text) == text.Length;

    private static Quote? QuoteOf(Entry entry, Dictionary<Guid, Entry> quoted, ILookup<Guid, Entry> changes, PeerId me)
    {
        if (entry.Kind != EntryKind.Reply) { return null; }
        if (quoted.GetValueOrDefault(entry.Target) is not { } target) { return new Quote(entry.Target, false, null); }

        string? text = LastWord(target, changes[target.Id]) switch
        {
            { Kind: EntryKind.Deletion } => null,
            { } edit => edit.Text,
            null => target.Text,
        };
        return new Quote(target.Id, target.Author == me, text?.Start(MaxQuote, "…"));
    }
}
