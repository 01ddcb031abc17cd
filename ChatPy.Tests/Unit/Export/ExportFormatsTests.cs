using System.Globalization;
using System.Text.Json;
using AngleSharp.Html.Parser;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Export;
using ChatPy.Web.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Unit.Export;

public sealed class ExportFormatsTests
{
    private const string Attack = "</p><script>alert(1)</script><img src=x onerror=alert(2)>";

    private static readonly Message[] s_said =
    [
        Sample.Theirs(1, Attack),
        Sample.Mine(2, "two\nlines", MessageState.Read) with { Quote = new Quote(Guid.NewGuid(), false, Attack), EditedAt = Sample.Now, Reactions = [new Reaction("👍", 2, true)] },
        Sample.Theirs(3, "") with { IsDeleted = true },
    ];

    public ExportFormatsTests() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");

    [Fact]
    public async Task Html_WhateverPeopleWrote_IsTextAndNothingElse()
    {
        AngleSharp.Html.Dom.IHtmlDocument page = new HtmlParser().ParseDocument(await WriteAsync(new HtmlExport()));

        Assert.Empty(page.QuerySelectorAll("script, img, [onerror]"));
        Assert.Equal([Attack, "two\nlines"], page.QuerySelectorAll("article p[dir]").Select(text => text.TextContent));
        Assert.Equal(Attack, page.QuerySelector("blockquote")!.TextContent);
        Assert.Equal("This message was deleted", page.QuerySelector("em")!.TextContent);
    }

    [Fact]
    public async Task Json_ReadBack_HasEveryMessageAsItIsNow()
    {
        using var file = JsonDocument.Parse(await WriteAsync(new JsonExport()));
        JsonElement root = file.RootElement;

        Assert.Equal("chatpy-export", root.GetProperty("format").GetString());
        Assert.Equal(s_said.Select(message => message.Id), root.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetGuid()));
        JsonElement mine = root.GetProperty("messages")[1];
        Assert.Equal(("two\nlines", "read", 2), (mine.GetProperty("text").GetString(), mine.GetProperty("state").GetString(), mine.GetProperty("reactions")[0].GetProperty("count").GetInt32()));
        Assert.True(root.GetProperty("messages")[2].GetProperty("isDeleted").GetBoolean());
    }

    [Fact]
    public async Task Json_OfNothing_IsStillWhole()
    {
        using var file = JsonDocument.Parse(await WriteAsync(new JsonExport(), []));

        Assert.Empty(file.RootElement.GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task Markdown_ADay_IsAHeadingAndTextsAreAsWritten()
    {
        string file = await WriteAsync(new MarkdownExport());

        Assert.StartsWith("# Léa\n\n## Tuesday, 10 March 2026\n\n**Léa**, 13:00\n\n" + Attack, file, StringComparison.Ordinal);
        Assert.Contains("**Tom**, 13:00 (edited)\n\n> </p>", file, StringComparison.Ordinal);
        Assert.Contains("\ntwo\nlines\n\n👍 2\n", file, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(IExportFormat format, Message[]? messages = null)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var time = new FakeTimeProvider(Sample.Now);
        time.SetLocalTimeZone(TimeZoneInfo.Utc);
        var export = new ExportedConversation(
            Sample.Direct("Léa"), ChatSnapshot.Empty.Self with { Nickname = "Tom", PeerId = Sample.Me }, time, services.GetRequiredService<IStringLocalizer<Words>>());
        await using var file = new StringWriter();
        await format.BeginAsync(file, export);
        foreach (Message message in messages ?? s_said) { await format.WriteAsync(file, export, message); }

        await format.EndAsync(file, export);
        return file.ToString();
    }
}
