using ChatPy.Load.Pages;
using Microsoft.Playwright;

namespace ChatPy.Load.Chats;

/// <summary>One person types, the other has the page in sight. Milliseconds from the key that sends.</summary>
internal sealed class Talk : IAsyncDisposable
{
    private readonly TimeSpan _gap;
    private readonly IBrowserContext[] _windows;
    private readonly ChatPage _from, _to;
    private int _said;

    private Talk(TimeSpan gap, IBrowserContext[] windows, ChatPage from, ChatPage to) => (_gap, _windows, _from, _to) = (gap, windows, from, to);

    /// <summary>Until the text stands in a row of the other page.</summary>
    public Spread InPage { get; } = new();

    /// <summary>Until a frame with it was drawn.</summary>
    public Spread Drawn { get; } = new();

    /// <summary>Opens both pages, each in a window of its own: one behind another would be drawn less often.</summary>
    /// <param name="chat">Which.</param>
    /// <param name="gap">How long all is quiet before a key.</param>
    /// <param name="browser">Where.</param>
    public static async Task<Talk> BeginAsync(ChatDescription chat, TimeSpan gap, PageBrowser browser)
    {
        IBrowserContext a = await ChatPage.OpenWindowAsync(browser), b = await ChatPage.OpenWindowAsync(browser);
        ChatPage[] pages = await Task.WhenAll(ChatPage.OpenAsync(a, chat, 0), ChatPage.OpenAsync(b, chat, 1));
        return new Talk(gap, [a, b], pages[0], pages[1]);
    }

    /// <summary>Sends so many, each when the one before is seen and all has been quiet.</summary>
    /// <returns>Milliseconds of these to the text in the other page.</returns>
    public async Task<Spread> TypeAsync(int keys, bool isCounted, CancellationToken cancellationToken)
    {
        Spread block = new();
        for (int key = 0; key < keys; key++)
        {
            string text = $"Message {++_said}, which a person typed.";
            await Task.WhenAll(_from.FillAsync(text), _from.ArmAsync(), _to.WatchAsync(text));
            await Task.Delay(_gap, cancellationToken);
            double pressed = await _from.SendAsync();
            (double inPage, double drawn) = await _to.SeenAsync();
            block.Add(inPage - pressed);
            if (!isCounted) { continue; }
            InPage.Add(inPage - pressed);
            Drawn.Add(drawn - pressed);
        }

        return block;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IBrowserContext window in _windows) { await window.DisposeAsync(); }
    }
}
