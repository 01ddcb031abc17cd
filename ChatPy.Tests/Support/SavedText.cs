using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Export;
using ChatPy.Web.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Support;

/// <summary>Files as ChatPy saves them.</summary>
internal static class SavedText
{
    public static Task<string> OfAsync(Conversation conversation, IReadOnlyList<Message> messages, Self? self = null) =>
        WriteAsync(self, (file, export) => WriteAsync(file, new JsonExport(), export(conversation), messages));

    public static Task<string> OfAllAsync(params (Conversation Conversation, IReadOnlyList<Message> Messages)[] all) => WriteAsync(null, async (file, export) =>
    {
        await JsonExport.BeginAllAsync(file, export(all[0].Conversation).Self, export(all[0].Conversation).Time);
        foreach ((Conversation conversation, IReadOnlyList<Message> messages) in all)
        {
            if (conversation != all[0].Conversation) { await file.WriteAsync(","); }
            await WriteAsync(file, new JsonExport(isPart: true), export(conversation), messages);
        }

        await JsonExport.EndAllAsync(file);
    });

    private static async Task WriteAsync(TextWriter file, JsonExport format, ExportedConversation export, IReadOnlyList<Message> messages)
    {
        await format.BeginAsync(file, export);
        foreach (Message message in messages) { await format.WriteAsync(file, export, message); }

        await format.EndAsync(file, export);
    }

    private static async Task<string> WriteAsync(Self? self, Func<TextWriter, Func<Conversation, ExportedConversation>, Task> write)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        IStringLocalizer<Words> words = services.GetRequiredService<IStringLocalizer<Words>>();
        var time = new FakeTimeProvider(Sample.Now);
        self ??= ChatSnapshot.Empty.Self with { Nickname = "Tom", PeerId = Sample.Me };
        await using var file = new StringWriter();
        await write(file, conversation => new ExportedConversation(conversation, self, time, words));
        return file.ToString();
    }
}
