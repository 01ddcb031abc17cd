using System.Text.Json;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPy.Tests.Components.Messages;

/// <summary>What the browser does itself is tested in a browser; this is the other end.</summary>
public sealed class ComposerTests : PageTest
{
    private static readonly Guid s_draft = Guid.CreateVersion7();

    [Theory]
    [InlineData(SendResult.Stored)]
    [InlineData(SendResult.PlainPeerGone)]
    [InlineData(SendResult.TooLong)]
    public async Task Send_Result_GoesBackToTheBrowserByName(SendResult result)
    {
        Chat.OnSend = (_, _) => Task.FromResult(result);

        Assert.Equal(result.ToString(), await Open().Instance.SendAsync(s_draft, "salut"));
        Assert.Equal([$"send {s_draft} salut"], Chat.Calls);
    }

    [Fact]
    public async Task Send_Throws_TextIsKeptAndThePageLives()
    {
        Chat.OnSend = (_, _) => throw new StorageException("broken");

        Assert.Equal(nameof(SendResult.NotSaved), await Open().Instance.SendAsync(s_draft, "salut"));
    }

    [Fact]
    public void Composer_BeforeItsScript_CannotBeTypedInto()
    {
        IRenderedComponent<Composer> page = Open();

        Assert.True(page.Hook("composer").HasAttribute("readonly"));
        Assert.True(page.Hook("send").HasAttribute("disabled"));
    }

    [Fact]
    public void Composer_EveryRefusal_HasWords()
    {
        IRenderedComponent<Composer> page = Open();

        Dictionary<string, string> notes = JSInterop.Invocations["chatpy.attach"].Select(call => call.Arguments[^1]).OfType<JsonElement>().Single()
            .Deserialize<Dictionary<string, string>>()!;
        Assert.All(
            Enum.GetNames<SendResult>().Except([nameof(SendResult.Stored)]),
            refusal => Assert.False(notes[refusal].StartsWith("Send_", StringComparison.Ordinal)));
        Assert.NotNull(page);
    }

    [Fact]
    public async Task NickCommand_ChangesMyName_UnlessItIsTooLong()
    {
        Composer composer = Open().Instance;

        Assert.Null(await composer.RunCommandAsync("nick", "Zoé"));
        Assert.Equal("A name has at most 32 letters.", await composer.RunCommandAsync("nick", new string('z', 33)));
        Assert.Equal(["rename Zoé"], Chat.Calls);
    }

    [Fact]
    public async Task ConnectCommand_OpensTheConversation_OrSaysWhyNot()
    {
        Composer composer = Open().Instance;
        Assert.StartsWith("Nothing answers at 10.0.0.9.", await composer.RunCommandAsync("connect", "10.0.0.9"), StringComparison.Ordinal);

        ConversationId reached = Sample.Direct("Tom").Id;
        Chat.OnConnect = _ => Task.FromResult(new ConnectResult(reached, null));

        Assert.Null(await composer.RunCommandAsync("connect", "10.0.0.9"));
        Assert.EndsWith($"c/{reached}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Throws_SaysSoAndThePageLives()
    {
        Chat.Failure = new StorageException("broken");

        Assert.StartsWith("ChatPy could not do that.", await Open().Instance.RunCommandAsync("nick", "Zoé"), StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_AllHaveWordsInBothLanguages() => Assert.All(
        Open().FindAll("[data-command] span").Select(words => words.TextContent), words => Assert.DoesNotContain("Command_", words, StringComparison.Ordinal));

    [Fact]
    public async Task Preview_OfAText_LooksAsTheMessageWill_AndMarkupStaysText()
    {
        IRenderedComponent<Composer> page = Open();
        Assert.True(page.Hook("composer-preview").HasAttribute("hidden"));
        ComposerPreview preview = page.FindComponent<ComposerPreview>().Instance;

        await page.InvokeAsync(() => preview.Show("**dear** <img src=x onerror=alert(1)> [x](javascript:alert(1))"));
        Assert.False(page.Hook("composer-preview").HasAttribute("hidden"));
        Assert.Equal("dear", page.Find(".rich strong").TextContent);
        Assert.Empty(page.FindAll(".rich img, .rich a"));

        await page.InvokeAsync(() => preview.Show("  "));
        Assert.Equal("What you write shows here as it will look.", page.Find(".nothing").TextContent);
        await page.InvokeAsync(() => preview.Show(null));
        Assert.True(page.Hook("composer-preview").HasAttribute("hidden"));
    }

    [Fact]
    public void Preview_ForAPlainPeer_IsNotOffered() => Assert.Empty(Open(isPlain: true).FindAll("[data-testid^='composer-preview']"));

    private IRenderedComponent<Composer> Open(bool isPlain = false) => Render<Composer>(with => with
        .Add(composer => composer.IsPlain, isPlain)
        .Add(composer => composer.Conversation, Sample.Direct("Léa").Id)
        .Add(composer => composer.Title, "Léa"));
}
