using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Export;

/// <summary>
/// JSON for programs: one object with the conversation and its messages in display order, one message on each line. Or with all conversations,
/// each such an object. What is needed to bring it back is in it (<see cref="JsonImport"/>), and no place in any log is.
/// </summary>
/// <param name="isPart">Whether it is one of all conversations.</param>
internal sealed class JsonExport(bool isPart = false) : IExportFormat
{
    internal const string Format = "chatpy-export";

    /// <summary>1 had no <c>counter</c>: messages of the same millisecond might change places.</summary>
    internal const int Version = 2;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        // Readable letters: the file is no part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private string _separator = "\n";

    public string ContentType => "application/json; charset=utf-8";

    /// <summary>Begins a file of all conversations; each is written as a part, with a comma before all but the first.</summary>
    public static Task BeginAllAsync(TextWriter file, Self self, TimeProvider time) => file.WriteAsync($"{Head(self, time)[..^1]},\"conversations\":[\n");

    /// <summary>Ends it.</summary>
    public static Task EndAllAsync(TextWriter file) => file.WriteAsync("]}\n");

    public Task BeginAsync(TextWriter file, ExportedConversation export)
    {
        string conversation = JsonSerializer.Serialize(
            new
            {
                Id = export.Conversation.Id.Value,
                Kind = export.Conversation.Kind.ToString().ToLowerInvariant(),
                export.Conversation.Title,
                Peer = export.Conversation.Peer?.ToString(),
            },
            s_options);
        string head = isPart ? "{" : Head(export.Self, export.Time)[..^1] + ",";
        return file.WriteAsync($"{head}\"conversation\":{conversation},\"messages\":[");
    }

    public Task WriteAsync(TextWriter file, ExportedConversation export, Message message)
    {
        string json = JsonSerializer.Serialize(
            new
            {
                message.Id,
                Author = export.AuthorOf(message),
                message.IsMine,
                message.WrittenAt,
                message.Order.Clock.Counter,
                Text = message.IsDeleted ? null : message.Text,
                message.IsDeleted,
                message.EditedAt,
                Answers = message.Quote?.Target,
                Reactions = message.Reactions.IsEmpty ? null : message.Reactions.Select(reaction => new { reaction.Emoji, reaction.Count, reaction.IsMine }),
                State = message.IsMine ? message.State.ToString().ToLowerInvariant() : null,
            },
            s_options);
        (string separator, _separator) = (_separator, ",\n");
        return file.WriteAsync(separator + json);
    }

    public Task EndAsync(TextWriter file, ExportedConversation export) => file.WriteAsync("\n]}\n");

    private static string Head(Self self, TimeProvider time) => JsonSerializer.Serialize(
        new { Format, Version, ExportedAt = time.GetUtcNow(), Me = self.PeerId.ToString() }, s_options);
}
