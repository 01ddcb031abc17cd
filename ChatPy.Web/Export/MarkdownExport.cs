using System.Globalization;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Export;

/// <summary>Markdown: a heading for each day, texts as they were written.</summary>
internal sealed class MarkdownExport : IExportFormat
{
    private DateOnly _day;

    public string ContentType => "text/markdown; charset=utf-8";

    public Task BeginAsync(TextWriter file, ExportedConversation export) => file.WriteAsync($"# {export.Conversation.Title}\n");

    public async Task WriteAsync(TextWriter file, ExportedConversation export, Message message)
    {
        DateTimeOffset at = export.Local(message.WrittenAt);
        var day = DateOnly.FromDateTime(at.DateTime);
        if (day != _day)
        {
            _day = day;
            await file.WriteAsync($"\n## {day.ToString("D", CultureInfo.CurrentCulture)}\n");
        }

        string edited = message.EditedAt is null ? "" : $" ({export.Words["Edited"]})";
        await file.WriteAsync($"\n**{export.AuthorOf(message)}**, {at.ToString("t", CultureInfo.CurrentCulture)}{edited}\n\n");
        if (message.Quote is { Text: { } quoted }) { await file.WriteAsync($"> {quoted.ReplaceLineEndings("\n> ")}\n\n"); }

        await file.WriteAsync(message.IsDeleted ? $"*{export.Words["Deleted"]}*\n" : message.Text + "\n");
        if (!message.Reactions.IsEmpty) { await file.WriteAsync($"\n{string.Join(' ', message.Reactions.Select(reaction => $"{reaction.Emoji} {reaction.Count}"))}\n"); }
    }

    public Task EndAsync(TextWriter file, ExportedConversation export) => Task.CompletedTask;
}
