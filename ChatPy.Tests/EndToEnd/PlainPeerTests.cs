using System.Diagnostics;
using ChatPy.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatPy.Tests.EndToEnd;

[Trait("Category", "E2E")]
public sealed class PlainPeerTests(Browser browser, RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task AWord_PipedIntoNetcatWithoutANewline_IsOneMessage()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);

        await ShellAsync($"printf 'salut' | {Tool.Require("nc")} -q1 127.0.0.1 {host.Process.Settings.PeerPort}");

        await page.OpenConversationAsync();
        await page.UntilMessageAsync("salut", "in");
        Assert.Equal("salut", Assert.Single(await page.ReadMessagesAsync()).Text);
        await page.UntilLinkAsync("offline");
    }

    [Fact]
    public async Task AWebBrowser_AtThePeerPort_ReadsTheFirstLineAndLeavesNothing()
    {
        await using ChatPage page = await ChatPage.OpenAsync(browser, host.Process);
        int before = await page.Conversations.CountAsync();

        string answer = await ShellAsync($"{Tool.Require("curl")} --silent --http0.9 http://127.0.0.1:{host.Process.Settings.PeerPort}");

        Assert.StartsWith("ChatPy/1 ready", answer);
        Assert.Single(answer.TrimEnd('\n').Split('\n'));
        await page.ReloadAsync();
        await Expect(page.Conversations).ToHaveCountAsync(before);
    }

    private static async Task<string> ShellAsync(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
