using ChatPy.Tests.Support;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class NaughtyMessageTests(Browser browser)
{
    private const int PerBatch = 60;

    [Fact]
    public async Task NaughtyTexts_BetweenTwoPeople_AreTextAndBreakNothing()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        ChatPage[] pages = [peers.LeasPage, peers.TomsPage];
        var dialogs = new List<string>();
        foreach (ChatPage page in pages)
        {
            page.Page.Dialog += (_, dialog) => { lock (dialogs) { dialogs.Add(dialog.Message); } _ = dialog.DismissAsync(); };
        }

        await peers.TomsPage.Page.SetViewportSizeAsync(390, 844);
        foreach (string[] batch in NaughtyTexts.All.Chunk(PerBatch).Select((texts, number) => texts.Append($"end of batch {number}").ToArray()))
        {
            await peers.LeasPage.SendAllAsync(batch);
            await peers.TomsPage.UntilMessageAsync(batch[^1], "in");
            await peers.LeasPage.UntilDeliveredAsync(batch[^1]);
            foreach (ChatPage page in pages) { Assert.Empty(await WhatIsWrongAsync(page)); }
        }

        Assert.Empty(dialogs);
        Assert.All(pages, page => Assert.Empty(page.Errors));
        Assert.All(pages, page => Assert.DoesNotContain(page.Requests, url => url.Contains("example", StringComparison.Ordinal)));
    }

    // Nothing stands out of its box, whatever the width of the window, and no script of a text has run.
    private static Task<string[]> WhatIsWrongAsync(ChatPage page) => page.Page.EvaluateAsync<string[]>(
        """
        () => {
            const log = document.querySelector('[data-testid=timeline]');
            const wrong = [];
            if (window.isHacked) { wrong.push('a script ran'); }
            if (log.scrollWidth > log.clientWidth) { wrong.push(`the log is ${log.scrollWidth} wide of ${log.clientWidth}`); }
            for (const text of log.querySelectorAll('[data-testid=message-text]')) {
                const bubble = text.parentElement.getBoundingClientRect();
                for (const part of [text, ...text.querySelectorAll(':not(pre, pre *, figcaption *)')]) {
                    const box = part.getBoundingClientRect();
                    if (box.width > 0 && (box.right > bubble.right + 1 || box.left < bubble.left - 1)) {
                        wrong.push(`<${part.localName}> of ${part.textContent.slice(0, 80)}`);
                    }
                }
            }
            if (document.querySelector('[data-testid=message-text] :is(script, img, iframe, style, object, video, audio, input, form)')) { wrong.push('an element came out of a text'); }
            return wrong;
        }
        """);
}
