using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ChatPy.Web.Chat;
using ChatPy.Web.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace ChatPy.Web.Export;

/// <summary>
/// <c>GET /export/ID.html</c>, <c>.md</c> or <c>.json</c>: a conversation as a file to keep, read from the history page by page while it is
/// sent. In the language of the request. <c>GET /export.json</c>: all of them.
/// </summary>
internal static class ExportEndpoint
{
    private const int PageSize = 500;

    public static void MapExport(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/export/{id}.{format}", ExportAsync);
        endpoints.MapGet("/export.json", ExportAllAsync);
    }

    private static async Task ExportAsync(HttpContext context, string id, string format, ChatStore store, IChat chat, TimeProvider time, IStringLocalizer<Words> words)
    {
        IExportFormat? writer = format switch { "html" => new HtmlExport(), "md" => new MarkdownExport(), "json" => new JsonExport(), _ => null };
        if (writer is null || store.Current.Find(new ConversationId(id)) is not { } conversation)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using StreamWriter text = Begin(context, writer, $"ChatPy {conversation.Title} {Today(time)}.{format}");
        await WriteAsync(text, writer, new ExportedConversation(conversation, store.Current.Self, time, words), chat, context.RequestAborted);
        await text.FlushAsync(context.RequestAborted);
    }

    private static async Task ExportAllAsync(HttpContext context, ChatStore store, IChat chat, TimeProvider time, IStringLocalizer<Words> words)
    {
        ChatSnapshot all = store.Current;
        await using StreamWriter text = Begin(context, new JsonExport(isPart: true), $"ChatPy {Today(time)}.json");
        await JsonExport.BeginAllAsync(text, all.Self, time);
        string separator = "";
        foreach (Conversation conversation in all.Conversations)
        {
            await text.WriteAsync(separator);
            await WriteAsync(text, new JsonExport(isPart: true), new ExportedConversation(conversation, all.Self, time, words), chat, context.RequestAborted);
            separator = ",";
        }

        await JsonExport.EndAllAsync(text);
        await text.FlushAsync(context.RequestAborted);
    }

    private static StreamWriter Begin(HttpContext context, IExportFormat format, string name)
    {
        context.Response.ContentType = format.ContentType;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static string Today(TimeProvider time) => time.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task WriteAsync(TextWriter file, IExportFormat format, ExportedConversation export, IChat chat, CancellationToken gone)
    {
        await format.BeginAsync(file, export);
        await foreach (Message message in ReadAsync(chat, export.Conversation.Id, gone)) { await format.WriteAsync(file, export, message); }

        await format.EndAsync(file, export);
    }

    private static async IAsyncEnumerable<Message> ReadAsync(IChat chat, ConversationId conversation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<Message> page;
        EntryOrder last = default;
        do
        {
            page = await chat.ReadNewerAsync(conversation, last, PageSize, cancellationToken);
            foreach (Message message in page) { yield return message; }
            if (page.Count > 0) { last = page[^1].Order; }
        }
        while (page.Count == PageSize);
    }
}

/// <summary>What every format says of a conversation.</summary>
internal sealed record ExportedConversation(Conversation Conversation, Self Self, TimeProvider Time, IStringLocalizer<Words> Words)
{
    public string AuthorOf(Message message) => message.IsMine ? Self.Nickname : Conversation.Title;

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Time.LocalTimeZone);
}

/// <summary>A kind of file.</summary>
internal interface IExportFormat
{
    string ContentType { get; }

    Task BeginAsync(TextWriter file, ExportedConversation export);

    Task WriteAsync(TextWriter file, ExportedConversation export, Message message);

    Task EndAsync(TextWriter file, ExportedConversation export);
}
