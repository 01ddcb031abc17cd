using Bunit;
using ChatPy.Tests.Components.Support;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Layout;

namespace ChatPy.Tests.Components.Layout;

public sealed class AnnouncerTests : PageTest
{
    private static readonly Conversation s_lea = Sample.Direct("Léa", Sample.Theirs(1, "salut"));

    [Fact]
    public void Announcer_PageOpens_SaysNothingOfWhatWasThere()
    {
        Put(s_lea);

        Assert.Equal("", Render<Announcer>().Hook("announcer").TextContent);
    }

    [Fact]
    public async Task Announcer_Burst_IsOneSentenceAtOnceAndOneAfterThePause()
    {
        Put(s_lea);
        IRenderedComponent<Announcer> page = Render<Announcer>();

        await ArriveAsync(page, 2);
        page.WaitForAssertion(() => Assert.Equal("1 new message from Léa", page.Hook("announcer").TextContent));
        await ArriveAsync(page, 3);
        await ArriveAsync(page, 4);
        Assert.Equal("1 new message from Léa", page.Hook("announcer").TextContent);

        Time.Advance(Announcer.Pause);
        page.WaitForAssertion(() => Assert.Equal("2 new messages from Léa", page.Hook("announcer").TextContent));
    }

    [Fact]
    public async Task Announcer_SameSentenceAgain_IsANewElementSoThatItIsReadAgain()
    {
        Put(s_lea);
        IRenderedComponent<Announcer> page = Render<Announcer>();
        await ArriveAsync(page, 2);
        page.WaitForAssertion(() => Assert.NotEmpty(page.Hook("announcer").TextContent));
        int drawn = page.RenderCount;

        Time.Advance(Announcer.Pause);
        await ArriveAsync(page, 3);

        page.WaitForAssertion(() => Assert.True(page.RenderCount > drawn));
        Assert.Equal("1 new message from Léa", page.Hook("announcer").TextContent);
    }

    [Fact]
    public void Announcer_WhatAFileBroughtBack_IsNoNews()
    {
        Put(s_lea with { Recent = [Sample.Theirs(-20, "saved")] });
        IRenderedComponent<Announcer> page = Render<Announcer>();

        Put(s_lea with { Recent = [Sample.Theirs(-20, "saved"), Sample.Theirs(-5, "saved later")] });
        Put(Sample.Direct("Tom", Sample.Theirs(3, "hello")));

        page.WaitForAssertion(() => Assert.Equal("1 new message from Tom", page.Hook("announcer").TextContent));
    }

    [Fact]
    public void Announcer_OwnMessageAndOlderPages_AreNoNews()
    {
        Put(s_lea);
        IRenderedComponent<Announcer> page = Render<Announcer>();

        Put(s_lea with { Recent = s_lea.Recent.Add(Sample.Mine(2, "oui")).Insert(0, Sample.Theirs(0, "older")) });
        Put(Sample.Direct("Tom", Sample.Theirs(3, "hello")));

        page.WaitForAssertion(() => Assert.Equal("1 new message from Tom", page.Hook("announcer").TextContent));
    }

    // Puts one message after another into the store, and waits until the announcer has seen it.
    private async Task ArriveAsync(IRenderedComponent<Announcer> page, long number)
    {
        Conversation now = Store.Current.Find(s_lea.Id)!;
        Put(now with { Recent = now.Recent.Add(Sample.Theirs(number, "encore")) });
        while (!await page.InvokeAsync(() => page.Instance.IsUpToDate))
        {
            Xunit.TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
