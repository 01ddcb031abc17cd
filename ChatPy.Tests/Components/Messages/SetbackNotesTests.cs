using AngleSharp.Dom;
using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Messages;

namespace ChatPy.Tests.Components.Messages;

public sealed class SetbackNotesTests : PageTest
{
    private readonly Conversation _lea = Sample.Direct("Léa") with { Setbacks = [new Setback(SetbackKind.RolledBackHere, Sample.Now, 2)] };

    [Fact]
    public void Notice_RolledBackHere_SaysSoAndOffersToFetchBack()
    {
        IRenderedComponent<SetbackNotes> notes = Open(_lea);

        IElement notice = notes.Hook("setback");
        Assert.Equal("RolledBackHere", notice.GetAttribute("data-kind"));
        Assert.Contains("older than what Léa has", notice.TextContent, StringComparison.Ordinal);
        Assert.Contains("At least 2 messages", notice.TextContent, StringComparison.Ordinal);
        Assert.Equal("Fetch back what Léa still has", notes.Hook("fetch-back").TextContent.Trim());

        notes.Hook("fetch-back").Click();
        Assert.Equal([$"fetch {_lea.Id}"], Chat.Calls);
    }

    [Fact]
    public void Notice_InFrench_IsInFrench()
    {
        Speak("fr-FR");

        IRenderedComponent<SetbackNotes> notes = Open(_lea);

        Assert.Equal("Récupérer ce que Léa a encore", notes.Hook("fetch-back").TextContent.Trim());
    }

    [Fact]
    public void Notice_LostThere_OffersNothingToFetch()
    {
        IRenderedComponent<SetbackNotes> notes = Open(_lea with { Setbacks = [new Setback(SetbackKind.LostThere, Sample.Now, null)] });

        Assert.Contains("sent again by themselves", notes.Hook("setback").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("At least", notes.Hook("setback").TextContent, StringComparison.Ordinal);
        Assert.Empty(notes.Hooks("fetch-back"));
    }

    [Fact]
    public void FetchBack_PeerIsAway_WaitsForIt()
    {
        IRenderedComponent<SetbackNotes> notes = Open(_lea with { Link = LinkState.Offline });

        Assert.True(notes.Hook("fetch-back").HasAttribute("disabled"));
        Assert.Contains("Possible when Léa is connected", notes.Hook("setback").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchBack_UnderWay_IsSaidAndNotAskedForAgain()
    {
        IRenderedComponent<SetbackNotes> notes = Open(_lea);

        await PutElsewhereAsync(_lea with { IsFetching = true });

        notes.WaitForAssertion(() => Assert.Equal("Fetching back…", notes.Hook("fetch-back").TextContent.Trim()));
        Assert.True(notes.Hook("fetch-back").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Dismiss_TakesTheNoticeAway()
    {
        IRenderedComponent<SetbackNotes> notes = Open(_lea);

        notes.Hook("dismiss-setback").Click();
        await PutElsewhereAsync(_lea with { Setbacks = [] });

        Assert.Equal([$"dismiss {_lea.Id} RolledBackHere"], Chat.Calls);
        notes.WaitForAssertion(() => Assert.Empty(notes.Hooks("setback")));
    }

    private IRenderedComponent<SetbackNotes> Open(Conversation conversation)
    {
        Put(conversation);
        return Render<SetbackNotes>(parameters => parameters.Add(notes => notes.Conversation, conversation.Id));
    }
}
