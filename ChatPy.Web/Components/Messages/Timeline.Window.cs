using ChatPy.Web.Chat;
using Microsoft.JSInterop;

namespace ChatPy.Web.Components.Messages;

/// <content>Which stretch of the history the page has.</content>
public sealed partial class Timeline
{
    private const int PageSize = 100;

    /// <summary>The reader comes near the first row.</summary>
    [JSInvokable]
    public async Task ReadOlderAsync()
    {
        if (!_window.HasOlder || _window.Messages is not [var first, ..]) { return; }
        await Attempts.TryAsync(async () =>
        {
            IReadOnlyList<Message> page = await Chat.ReadOlderAsync(Conversation, first.Order, PageSize, Gone);
            if (_window.Messages is [var still, ..] && still.Id == first.Id) { Take(_window.Before(page, PageSize)); }   // else the reader went elsewhere
        });
    }

    /// <summary>The reader, who is further back, comes near the last row.</summary>
    [JSInvokable]
    public async Task ReadNewerAsync()
    {
        if (!_window.HasNewer || _window.Messages is not [.., var last]) { return; }
        await Attempts.TryAsync(async () =>
        {
            IReadOnlyList<Message> page = await Chat.ReadNewerAsync(Conversation, last.Order, PageSize, Gone);
            if (_window.Messages is [.., var still] && still.Id == last.Id) { Take(_window.After(page, PageSize)); }
        });
    }

    /// <summary>The reader wants to see the newest.</summary>
    [JSInvokable]
    public void ToEnd()
    {
        if (_window.HasNewer) { Take(MessageWindow.Empty); }
    }

    /// <summary>The reader wants to see the first new message, which may be further back than the page.</summary>
    [JSInvokable]
    public Task FindNewAsync() => _unread > 0 && _since is null ? OpenAtUnreadAsync() : Task.CompletedTask;

    /// <summary>The reader was at this message, the last time.</summary>
    [JSInvokable]
    public Task FetchAsync(Guid id) => Attempts.TryAsync(() => ReadAroundAsync(id));

    // Once for each address: the parts around this one are drawn again for other reasons, too.
    private async Task FollowAddressAsync()
    {
        if (Message is not { } message || (message, Nonce) == _jumped) { return; }
        _jumped = (message, Nonce);
        await JumpAsync(message);
    }

    /// <summary>Goes to a message, wherever it stands, and shows which one it is.</summary>
    private async Task JumpAsync(Guid id) => await Attempts.TryAsync(async () =>
    {
        if (!Has(id) && !await ReadAroundAsync(id))
        {
            Snackbar.Add(Words["Jump_Gone"], MudBlazor.Severity.Info);
            return;
        }

        await _script!.CallAsync("show", id);
    });

    private async Task<bool> ReadAroundAsync(Guid id)
    {
        if (await FindAsync(id) is not { } found) { return false; }

        IReadOnlyList<Message> before = await Chat.ReadOlderAsync(Conversation, found.Order, PageSize, Gone);
        IReadOnlyList<Message> after = await Chat.ReadNewerAsync(Conversation, found.Order, PageSize, Gone);
        Take(new MessageWindow([found], false, true).Before(before, PageSize).After(after, PageSize));
        return true;
    }

    // The first unread message is further back than what the snapshot shows.
    private async Task OpenAtUnreadAsync() => await Attempts.TryAsync(async () =>
    {
        if (await Chat.FindUnreadAsync(Conversation, Gone) is { } first) { await ReadAroundAsync(first); }
    });

    private bool IsDividerInSight() => !_window.HasOlder || _window.Messages.Any(message => !message.IsMine && message.Arrival <= _divider);

    private bool Has(Guid id) => _window.Messages.Any(message => message.Id == id);

    // Something changed in what only this page shows: it is read again as it is now.
    private Task RefreshAsync() => InvokeAsync(() => Attempts.TryAsync(async () =>
    {
        IReadOnlyList<Message> asTheyAre = await Chat.ReadAsync(Conversation, [.. _window.Messages.Select(message => message.Id)], Gone);
        Take(_window.With(asTheyAre));
    }));

    private void Take(MessageWindow window)
    {
        _window = _conversation is { } now ? window.Follow(now, !_isAway) : window;
        Arrange();
        StateHasChanged();
    }
}
