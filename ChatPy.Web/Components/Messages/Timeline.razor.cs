using System.Collections.Immutable;
using ChatPy.Web.Chat;
using ChatPy.Web.Components.Common;
using ChatPy.Web.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;

namespace ChatPy.Web.Components.Messages;

/// <summary>The messages of one conversation. Timeline.razor.js scrolls, and says what the reader has in sight.</summary>
public sealed partial class Timeline : LiveComponent
{
    private const int PageSize = 100;
    private ElementReference _element;
    private PageScript<Timeline>? _script;
    private MessageWindow _window = MessageWindow.Empty;
    private Conversation? _conversation;
    private ImmutableArray<TimelineDay> _days = [];
    private DateOnly _today;
    private string _title = "";
    private string _announcement = "";
    private int _unread;
    private long _unseen;
    private long? _divider;
    private bool _isAway;

    [Parameter, EditorRequired]
    public ConversationId Conversation { get; set; }

    [Inject]
    private IChat Chat { get; set; } = default!;

    [Inject]
    private Attempts Attempts { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Words> Words { get; set; } = default!;

    protected override void OnInitialized()
    {
        TurnDay();
        if (Store.Current.Find(Conversation) is { Unread: > 0 } unread) { _divider = unread.ReadUpTo; }
        base.OnInitialized();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }
        _script = new PageScript<Timeline>(Js, this);
        await _script.AttachAsync("./Components/Messages/Timeline.razor.js", _element);
    }

    protected override bool Show(ChatSnapshot snapshot)
    {
        if (snapshot.Find(Conversation) is not { } now || ReferenceEquals(now, _conversation)) { return false; }
        (Conversation? before, _conversation) = (_conversation, now);
        if (before is not null && ReferenceEquals(before.Recent, now.Recent)
            && (before.Title, before.Unread, before.ReadUpTo) == (now.Title, now.Unread, now.ReadUpTo)) { return false; }

        if (before is not null) { Announce(now.Unread - before.Unread, now.Title); }
        if (before is not null && now.Last is { IsMine: true } mine && mine.Id != before.Last?.Id) { _divider = null; }   // who answers has read
        (_title, _unread) = (now.Title, now.Unread);
        _window = _window.Follow(now, !_isAway);
        Arrange();
        return true;
    }

    /// <summary>The reader is at the end, in a visible tab, with everything up to <paramref name="arrival"/> in sight.</summary>
    [JSInvokable]
    public Task SeenAsync(long arrival) => Attempts.TryAsync(() => Chat.MarkReadAsync(Conversation, arrival, Gone));

    /// <summary>The reader went: scrolled up, or to another tab. What comes now is new on the return.</summary>
    [JSInvokable]
    public void Away(bool isAway)
    {
        _isAway = isAway;
        if (isAway && _unread == 0) { _divider = NewestIncoming(); }
    }

    [JSInvokable]
    public async Task ReadOlderAsync()
    {
        if (!_window.HasOlder || _window.Messages is not [var first, ..]) { return; }
        await Attempts.TryAsync(async () =>
        {
            IReadOnlyList<Message> page = await Chat.ReadOlderAsync(Conversation, first.Order, PageSize, Gone);
            _window = _window.Before(page, PageSize);
            Arrange();
            StateHasChanged();
        });
    }

    private async Task ShowDetailsAsync(Message message) => await Attempts.TryAsync(async () =>
    {
        // Read now, and not kept with every message of the snapshot.
        if (await Chat.ReadDetailsAsync(Conversation, message.Id, Gone) is not { } details) { return; }
        await Dialogs.ShowAsync<MessageDetailsDialog>(
            Words["Details_Title"],
            new DialogParameters<MessageDetailsDialog>
            {
                { dialog => dialog.Details, details },
                { dialog => dialog.IsPlain, _conversation?.Kind == ConversationKind.Plain },
            },
            new DialogOptions { CloseButton = true, CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
    });

    private async Task RetryAsync(Message message) => await Attempts.TryAsync(async () =>
    {
        SendResult result = await Chat.RetryAsync(Conversation, message.Id, Gone);
        if (result != SendResult.Stored)
        {
            Snackbar.Add(Words[$"Send_{result}"], Severity.Warning);
            return;
        }

        _window = _window.Without(message.Id);   // it may be older than what the snapshot shows
        Arrange();
    });

    private void Arrange()
    {
        _days = TimelineDay.Of(_window.Messages, _divider, Time.LocalTimeZone);
        long newest = NewestIncoming();
        _unseen = newest > (_conversation?.ReadUpTo ?? 0) ? newest : 0;
    }

    private long NewestIncoming() => _window.Messages.Where(message => !message.IsMine).Select(message => message.Arrival).DefaultIfEmpty().Max();

    // One polite sentence: a log that announced itself would read out older pages as they load.
    private void Announce(int arrived, string from)
    {
        if (arrived > 0) { _announcement = Words.Count("Arrived", arrived, from); }
    }

    private void TurnDay() => _today = DateOnly.FromDateTime(Time.GetLocalNow().Date);

    public override async ValueTask DisposeAsync()
    {
        if (_script is not null) { await _script.DisposeAsync(); }
        await base.DisposeAsync();
    }
}
