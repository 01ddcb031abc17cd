using System.Text;
using System.Text.Json;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Export;

/// <summary>What a file says of a conversation or a message, if that can be one.</summary>
internal static class SavedJson
{
    /// <summary>As many as are shown under a message, each as long as the longest emoji.</summary>
    private const int MaxReactions = 20, MaxReactionBytes = 64;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <param name="value">Stands at its beginning.</param>
    public static PeerId? ReadPeer(ref Utf8JsonReader value) => ToPeer(Read<string>(ref value));

    /// <param name="value">Stands at its beginning. Which machine saved it stands elsewhere.</param>
    public static SavedConversation? ReadConversation(ref Utf8JsonReader value)
    {
        if (Read<ConversationJson>(ref value) is not { } json || ReadBytes(json.Id, ConversationId.Bytes) is not { } id) { return null; }

        PeerId? peer = ToPeer(json.Peer);
        return (json.Kind, json.Peer, peer) is ("direct", _, not null) or ("plain", null, _)
            ? new SavedConversation(ConversationId.FromBytes(id), json.Title ?? "", default, peer)
            : null;
    }

    /// <param name="value">Stands at its beginning.</param>
    /// <param name="conversation">Where it was said; nothing if that is not known.</param>
    public static SavedMessage? ReadMessage(ref Utf8JsonReader value, SavedConversation? conversation)
    {
        if (conversation is null || Read<MessageJson>(ref value) is not { WrittenAt: { } writtenAt } json || json.Id == Guid.Empty || json.Id == json.Answers) { return null; }
        if (!json.IsDeleted && (string.IsNullOrWhiteSpace(json.Text) || Encoding.UTF8.GetByteCount(json.Text) > ChatLimits.MaxTextBytes)) { return null; }

        return new SavedMessage
        {
            Conversation = conversation,
            Id = json.Id,
            IsMine = json.IsMine,
            Clock = new LogClock(LogClock.At(writtenAt).Value | json.Counter),
            Text = json.IsDeleted ? null : json.Text,
            EditedAt = json.EditedAt,
            Answers = json.Answers ?? Guid.Empty,
            Reactions = [.. (json.Reactions ?? []).Where(IsReaction).DistinctBy(reaction => reaction.Emoji).Take(MaxReactions)],
            State = json.IsMine && Enum.TryParse(json.State, ignoreCase: true, out MessageState state) ? state : json.IsMine ? MessageState.Sent : MessageState.Delivered,
        };
    }

    private static bool IsReaction(Reaction? reaction) =>
        reaction is { Emoji: not null } && Encoding.UTF8.GetByteCount(reaction.Emoji) <= MaxReactionBytes && MessageFold.IsEmoji(reaction.Emoji);

    private static PeerId? ToPeer(string? hex) => ReadBytes(hex, PeerId.Bytes) is { } bytes ? new PeerId(bytes) : null;

    private static byte[]? ReadBytes(string? hex, int bytes) =>
        hex?.Length == 2 * bytes && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    // Words where a number belongs, half a character: what is no value of its kind is none.
    private static T? Read<T>(ref Utf8JsonReader value)
        where T : class
    {
        try { return JsonSerializer.Deserialize<T>(ref value, s_options); }
        catch (Exception none) when (none is JsonException or InvalidOperationException or FormatException) { return null; }
    }

    private sealed record ConversationJson(string? Id, string? Kind, string? Title, string? Peer);

    private sealed record MessageJson(
        Guid Id, bool IsMine, DateTimeOffset? WrittenAt, ushort Counter, string? Text, bool IsDeleted, DateTimeOffset? EditedAt, Guid? Answers,
        Reaction[]? Reactions, string? State);
}
