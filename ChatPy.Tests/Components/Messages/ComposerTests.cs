using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;

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

        var notes = (Dictionary<string, string>)JSInterop.Invocations["attach"].Single().Arguments[^1]!;
        Assert.All(
            Enum.GetNames<SendResult>().Except([nameof(SendResult.Stored)]),
            refusal => Assert.False(notes[refusal].StartsWith("Send_", StringComparison.Ordinal)));
        Assert.NotNull(page);
    }

    private IRenderedComponent<Composer> Open() => Render<Composer>(with => with
        .Add(composer => composer.Conversation, Sample.Direct("Léa").Id)
        .Add(composer => composer.Title, "Léa"));
}
