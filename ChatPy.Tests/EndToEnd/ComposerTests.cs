using ChatPy.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class ComposerTests(Browser browser)
{
    [Fact]
    public async Task Emoji_ByCodeAndByPicker_ComeIntoTheTextWithoutTheMouse()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        (ILocator box, IPage page) = await BoxOfAsync(one.Page);
        ILocator list = page.GetByTestId("emoji-complete");

        // English, French, without its accents; Enter picks and does not send.
        foreach ((string typed, string emoji) in new[] { (":thumbsu", "👍 "), ("oui (:pouce_vers_le_h", "oui (👍 "), (":elephan", "🐘 "), (":éléphan", "🐘 ") })
        {
            await box.PressSequentiallyAsync(typed);
            await Expect(list).ToBeVisibleAsync();
            await box.PressAsync("Enter");
            await Expect(box).ToHaveValueAsync(emoji);
            await box.FillAsync("");
        }

        await box.PressSequentiallyAsync(":hea");
        string? second = await list.Locator("[role=option]").Nth(1).GetAttributeAsync("data-emoji");
        await box.PressAsync("ArrowDown");
        await box.PressAsync("Tab");
        await Expect(box).ToHaveValueAsync($"{second} ");
        await box.FillAsync("");
        await box.PressSequentiallyAsync("ok :smiley: x:y 12:34 `:sm");
        await Expect(box).ToHaveValueAsync("ok 😃 x:y 12:34 `:sm");
        await Expect(list).ToBeHiddenAsync();
        await box.FillAsync("");
        await box.PressSequentiallyAsync(":ca");
        await Expect(list).ToBeVisibleAsync();
        await box.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
        await Expect(box).ToHaveValueAsync(":ca");

        await box.FillAsync("ab");
        await box.PressAsync("ArrowLeft");
        await Expect(page.GetByTestId("emoji-open")).ToBeEnabledAsync();
        await page.GetByTestId("emoji-open").PressAsync("Enter");
        await Expect(page.GetByTestId("emoji-search")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("emoji-panel")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("emoji-open")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("fusée");
        await Expect(page.GetByTestId("emoji-panel").Locator("[role=option]").First).ToHaveTextAsync("🚀");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(box).ToHaveValueAsync("a🚀b");
        await Expect(box).ToBeFocusedAsync();
        await page.GetByTestId("emoji-open").ClickAsync();
        await Expect(page.GetByTestId("emoji-panel").Locator("[data-key=Recent] [role=option]").First).ToHaveTextAsync("🚀");
        await page.Keyboard.PressAsync("Escape");
        await ChooseSkinToneAsync(one.Page);
        Assert.Empty(one.Page.Errors);
    }

    // One choice for the picker, the codes and the reactions, also after a reload; what has no skin, and a family, stay as they are.
    private static async Task ChooseSkinToneAsync(ChatPage tom)
    {
        (ILocator box, IPage page) = (tom.Composer, tom.Page);
        await page.GetByTestId("emoji-open").ClickAsync();
        await page.GetByTestId("emoji-tones").GetByRole(AriaRole.Radio).First.FocusAsync();
        for (int i = 0; i < 3; i++) { await page.Keyboard.PressAsync("ArrowRight"); }
        foreach ((string typed, string emoji) in new[] { ("astronaute", "🧑🏽‍🚀"), ("victory", "✌🏽"), ("rocket", "🚀"), ("family man woman boy", "👨‍👩‍👦"), ("waving hand", "👋🏽") })
        {
            await page.GetByTestId("emoji-search").FillAsync(typed);
            await Expect(page.GetByTestId("emoji-panel").Locator("[role=option]").First).ToHaveTextAsync(emoji);
        }

        await page.Keyboard.PressAsync("Escape");
        await box.FillAsync("");
        await page.GetByTestId("emoji-open").ClickAsync();
        await page.GetByTestId("emoji-search").FillAsync("waving hand");
        await page.Keyboard.PressAsync("Enter");
        await box.PressSequentiallyAsync(" :thumbsup: :waving_han");
        await box.PressAsync("Enter");
        await Expect(box).ToHaveValueAsync("👋🏽 👍🏽 👋🏽 ");
        await box.PressAsync("Enter");
        await tom.UntilDeliveredAsync("👋🏽 👍🏽 👋🏽");

        await tom.ReloadAsync();
        await tom.OpenConversationAsync();
        await tom.UntilMessageKeysWorkAsync();
        await tom.Messages.First.FocusAsync();
        await page.Keyboard.PressAsync("+");
        await Expect(page.GetByTestId("reaction")).ToHaveTextAsync("👍🏽");
        await page.Keyboard.PressAsync("Shift+F10");
        await Expect(page.GetByTestId("message-menu").Locator("[data-emoji='👍']")).ToHaveTextAsync("👍🏽");
        await page.GetByTestId("message-menu").Locator("[data-emoji='👍']").ClickAsync();
        await Expect(page.GetByTestId("reaction")).ToHaveCountAsync(0);   // the same one: it is taken away
    }

    [Fact]
    public async Task Keys_MarkText_AndEnterSendsAsThePersonLikesIt()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        (ILocator box, IPage page) = await BoxOfAsync(peers.LeasPage);

        foreach ((string key, string marked) in new[] { ("b", "un **deux** trois"), ("i", "un _deux_ trois"), ("e", "un `deux` trois") })
        {
            await box.FillAsync("un deux trois");
            await box.EvaluateAsync("box => box.setSelectionRange(3, 8)");   // with the space behind it, as a double click takes it
            await box.PressAsync($"Control+{key}");
            await Expect(box).ToHaveValueAsync(marked);
            await box.PressAsync($"Control+{key}");
            await Expect(box).ToHaveValueAsync("un deux trois");
        }

        await box.PressAsync("Control+z");
        await Expect(box).ToHaveValueAsync("un `deux` trois");

        await box.FillAsync("");
        await PasteAsync(box, "for i in range(3):\n    print(i)\n");
        await page.GetByTestId("paste-as-code").ClickAsync();
        await Expect(box).ToHaveValueAsync("```python\nfor i in range(3):\n    print(i)\n```\n");
        await box.FillAsync("");
        await PasteAsync(box, "for i in range(3):\n    print(i)\n");
        await Expect(page.GetByTestId("paste-as-code")).ToBeVisibleAsync();
        await box.PressAsync("Escape");
        await Expect(page.GetByTestId("paste-as-code")).ToBeHiddenAsync();
        await box.FillAsync("");
        await PasteAsync(box, "Bonjour,\non se voit demain ?");
        await Expect(page.GetByTestId("paste-as-code")).ToBeHiddenAsync();

        await PreviewAsync(peers.LeasPage);
        await page.EvaluateAsync("() => localStorage.setItem('chatpy.send', 'ctrl-enter')");
        await box.FillAsync("two");
        await box.PressAsync("Enter");
        await box.PressSequentiallyAsync("lines");
        await Expect(box).ToHaveValueAsync("two\nlines");
        await box.PressAsync("Control+Enter");
        await Expect(box).ToHaveValueAsync("");
        await page.EvaluateAsync("() => localStorage.setItem('chatpy.send', 'enter')");
        await box.FillAsync("one");
        await box.PressAsync("Shift+Enter");
        await box.PressSequentiallyAsync("more");
        await Expect(box).ToHaveValueAsync("one\nmore");
        await box.PressAsync("Enter");
        await peers.TomsPage.UntilMessageAsync("one more", "in");
        Assert.Equal(["two\nlines", "one\nmore"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
    }

    // By key and by button; it follows what is typed and goes with what is sent.
    private static async Task PreviewAsync(ChatPage lea)
    {
        (ILocator box, IPage page) = (lea.Composer, lea.Page);
        ILocator preview = page.GetByTestId("composer-preview");
        ILocator toggle = page.GetByTestId("composer-preview-toggle");
        await box.FillAsync("");
        await Expect(toggle).ToBeHiddenAsync();
        await Expect(toggle).ToBeEnabledAsync();
        await box.PressAsync("Alt+p");
        await Expect(preview).ToContainTextAsync("What you write shows here");
        await box.PressSequentiallyAsync("un **deux**");
        await Expect(preview.Locator("strong")).ToHaveTextAsync("deux");
        await box.PressAsync("Alt+p");
        await Expect(preview).ToBeHiddenAsync();
        await toggle.ClickAsync();
        await Expect(preview).ToContainTextAsync("un deux");
        await Expect(box).ToBeFocusedAsync();
        await Expect(toggle).ToHaveAttributeAsync("aria-pressed", "true");
        await box.FillAsync("");
        await toggle.ClickAsync();
        await Expect(preview).ToBeHiddenAsync();
    }

    [Fact]
    public async Task LongCode_MadeABlock_StaysWhereItIsBetweenItsFences_AndIsTakenBackByUndo()
    {
        await using OnePage one = await OnePage.StartAsync(browser);
        await one.TalkAsync();
        (ILocator box, IPage page) = await BoxOfAsync(one.Page);
        string code = string.Concat(Enumerable.Range(0, 300).Select(line => $"    total += {line}\n"));
        await box.FillAsync("Look:\n");
        await PasteAsync(box, $"\ndef sum():\n{code}\n");
        await page.EvaluateAsync(
            """
            () => {
                const insert = document.execCommand;
                window.inserted = '';
                document.execCommand = function(name, ui, text) { window.inserted += text; return insert.call(this, name, ui, text); };
            }
            """);

        await page.GetByTestId("paste-as-code").ClickAsync();

        await Expect(box).ToHaveValueAsync($"Look:\n```python\ndef sum():\n{code}```\n");
        Assert.InRange(await page.EvaluateAsync<int>("() => window.inserted.length"), 1, 20);
        await box.PressAsync("Control+z");
        await box.PressAsync("Control+z");
        await Expect(box).ToHaveValueAsync($"Look:\n\ndef sum():\n{code}\n");
    }

    [Fact]
    public async Task Commands_DoWhatTheySay_OrSayWhyNot()
    {
        await using TwoPeers peers = await TwoPeers.StartConnectedAsync(browser);
        (ILocator box, IPage page) = await BoxOfAsync(peers.LeasPage);
        ILocator help = page.GetByTestId("command-help");
        ILocator note = page.GetByTestId("composer-note");

        await box.PressSequentiallyAsync("/ni");
        await Expect(help.Locator("li:visible")).ToHaveCountAsync(1);
        await box.PressAsync("Tab");
        await box.PressSequentiallyAsync("Zoé");
        await box.PressAsync("Enter");
        await Expect(page.GetByTestId("nickname")).ToHaveValueAsync("Zoé");
        await Expect(peers.TomsPage.Conversations.First).ToContainTextAsync("Zoé");

        await peers.LeasPage.SendAsync("/nick");
        await Expect(note).ToContainTextAsync("/nick NAME");
        await Expect(box).ToHaveValueAsync("/nick");
        await peers.LeasPage.SendAsync("/dance now");
        await Expect(note).ToContainTextAsync("/dance");
        await peers.LeasPage.SendAsync("/connect 127.0.0.1:1");
        await Expect(note).ToContainTextAsync("Nothing answers at 127.0.0.1:1.");
        await Expect(box).ToHaveValueAsync("/connect 127.0.0.1:1");
        await peers.LeasPage.SendAsync("/help");
        await Expect(help.Locator("li:visible")).ToHaveCountAsync(7);
        await Expect(box).ToHaveValueAsync("");
        await box.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
        await peers.LeasPage.SendAsync("/clear");
        await Expect(box).ToHaveValueAsync("");

        await peers.LeasPage.SendAsync("/me rit");
        await peers.LeasPage.SendAsync("/shrug je ne sais pas");
        await peers.LeasPage.SendAsync("/etc/passwd");
        await peers.TomsPage.UntilMessageAsync("/etc/passwd", "in");
        Assert.Equal(["rit", "je ne sais pas ¯\\_(ツ)_/¯", "/etc/passwd"], (await peers.TomsPage.ReadMessagesAsync()).Select(message => message.Text));
        await Expect(peers.TomsPage.Messages.First.Locator("em")).ToHaveTextAsync("rit");
    }

    private static async Task<(ILocator Box, IPage Page)> BoxOfAsync(ChatPage page)
    {
        await page.UntilWritableAsync();
        await page.Composer.FocusAsync();
        return (page.Composer, page.Page);
    }

    // A paste as the browser does it, without the clipboard of this machine.
    private static async Task PasteAsync(ILocator box, string text) => await box.EvaluateAsync(
        """
        (box, text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            box.focus();
            if (box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))) {
                box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
                box.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
            }
        }
        """,
        text);
}
