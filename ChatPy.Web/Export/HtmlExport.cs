using System.Globalization;
using System.Text.Encodings.Web;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Export;

/// <summary>One page that needs nothing else: it opens in any browser, and prints.</summary>
internal sealed class HtmlExport : IExportFormat
{
    private const string Style = """
        body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1d2430;background:#fff}
        h2{margin:2rem 0 .5rem;font-size:1rem;color:#535d6e}article{margin:.6rem 0;padding:.5rem .8rem;border-left:3px solid #dfdad0;break-inside:avoid}
        article.me{border-color:#1f5a7d}header{font-size:.85rem;color:#535d6e}p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
        blockquote{margin:.3rem 0;padding-left:.7rem;border-left:3px solid #f2b632;color:#535d6e;white-space:pre-wrap;overflow-wrap:anywhere}
        """;

    private DateOnly _day;

    public string ContentType => "text/html; charset=utf-8";

    public Task BeginAsync(TextWriter file, ExportedConversation export) => file.WriteAsync(
        $"""
        <!DOCTYPE html>
        <html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width,initial-scale=1"><title>{Safe(export.Conversation.Title)}</title><style>{Style}</style></head><body>
        <h1 dir="auto">{Safe(export.Conversation.Title)}</h1>

        """);

    public async Task WriteAsync(TextWriter file, ExportedConversation export, Message message)
    {
        DateTimeOffset at = export.Local(message.WrittenAt);
        var day = DateOnly.FromDateTime(at.DateTime);
        if (day != _day)
        {
            _day = day;
            await file.WriteAsync($"<h2>{Safe(day.ToString("D", CultureInfo.CurrentCulture))}</h2>\n");
        }

        string edited = message.EditedAt is null ? "" : $" ({Safe(export.Words["Edited"])})";
        await file.WriteAsync(
            $"<article class=\"{(message.IsMine ? "me" : "them")}\"><header><b dir=\"auto\">{Safe(export.AuthorOf(message))}</b> "
            + $"<time datetime=\"{message.WrittenAt.ToString("o", CultureInfo.InvariantCulture)}\">{Safe(at.ToString("t", CultureInfo.CurrentCulture))}</time>{edited}</header>");
        if (message.Quote is { Text: { } quoted }) { await file.WriteAsync($"<blockquote dir=\"auto\">{Safe(quoted)}</blockquote>"); }

        await file.WriteAsync(message.IsDeleted ? $"<p><em>{Safe(export.Words["Deleted"])}</em></p>" : $"<p dir=\"auto\">{Safe(message.Text)}</p>");
        foreach (Reaction reaction in message.Reactions) { await file.WriteAsync($"<span>{Safe(reaction.Emoji)} {reaction.Count}</span> "); }

        await file.WriteAsync("</article>\n");
    }

    public Task EndAsync(TextWriter file, ExportedConversation export) => file.WriteAsync("</body></html>\n");

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
