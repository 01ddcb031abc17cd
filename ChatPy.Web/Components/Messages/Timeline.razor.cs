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
    private ElementReference _element;
    private PageScript? _script;
    private MessageWindow _window = MessageWindow.Empty;
    private Conversation? _conversation;
    private ImmutableArray<TimelineDay> _days = [];
    private DateOnly _today;
    private RowContext _context = new("");
    private int _unread;
    private long _unseen;
    private long? _divider;
    private string? _since;   // when the first new message was written
    private bool _isAway;
    private (Guid Message, string? Nonce) _jumped;

    [Parameter, EditorRequired]
    public ConversationId Conversation { get; set; }

    /// <summary>The message to go to, wherever it stands.</summary>
    [Parameter]
    public Guid? Message { get; set; }

    /// <summary>Another one asks for the same message again.</summary>
    [Parameter]
    public string? Nonce { get; set; }

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

    private string Title => _context.Author;

    protected override void OnInitialized()
    {
        TurnDay();
        if (Store.Current.Find(Conversation) is { Unread: > 0 } unread) { _divider = unread.ReadUpTo; }
        base.OnInitialized();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }
        if (_divider is not null && !IsDividerInSight()) { await OpenAtUnreadAsync(); }
        _script = new PageScript(Js, this);
        await _script.AttachAsync("./Components/Messages/Timeline.razor.js", _element, Conversation.Value);
        await FollowAddressAsync();
    }

    protected override Task OnParametersSetAsync() => _script is null ? Task.CompletedTask : FollowAddressAsync();

    protected override bool Show(ChatSnapshot snapshot)
    {
        if (snapshot.Find(Conversation) is not { } found) { return false; }
        Conversation now = Follower.AsSeen(found);
        if (ReferenceEquals(now, _conversation)) { return false; }
        (Conversation? before, _conversation) = (_conversation, now);
        if (before is not null && ReferenceEquals(before.Recent, now.Recent)
            && (before.Title, before.Unread, before.ReadUpTo, before.ChangesBehind) == (now.Title, now.Unread, now.ReadUpTo, now.ChangesBehind)) { return false; }

        if (before is not null && now.Last is { IsMine: true } mine && mine.Id != before.Last?.Id) { _divider = null; }   // who answers has read
        if (before?.Title != now.Title) { _context = ContextOf(now); }
        _unread = now.Unread;
        _window = _window.Follow(now, !_isAway);
        if (before is not null && before.ChangesBehind != now.ChangesBehind) { _ = RefreshAsync(); }
        Arrange();
        return true;
    }

    /// <summary>The reader is at the end, in a visible tab, with everything up to <paramref name="arrival"/> in sight.</summary>
    [JSInvokable]
    public Task SeenAsync(long arrival) => Attempts.TryAsync(() => Chat.MarkReadAsync(Conversation, arrival));

    /// <summary>The reader went: scrolled up, or to another tab. What comes now is new on the return.</summary>
    [JSInvokable]
    public void Away(bool isAway)
    {
        _isAway = isAway;
        if (isAway && _unread == 0) { _divider = NewestIncoming(); }
        Follower.Read(isAway ? null : Conversation);
    }

    // Also what is not in sight yet.
    private async Task ReadAllAsync()
    {
        if (_conversation is not { NewestArrival: var newest } || !await Attempts.TryAsync(() => Chat.MarkReadAsync(Conversation, newest, Gone))) { return; }
        _divider = newest;   // what comes now is new
        Arrange();
    }

    private void Arrange()
    {
        _days = TimelineDay.Of(_window.Messages, _divider, Time.LocalTimeZone);
        TimelineRow? first = IsDividerInSight() ? _days.SelectMany(day => day.Rows).FirstOrDefault(row => row.StartsNew) : null;
        _since = first is null ? null : ChatTime.Since(first.LocalTime, _today, Words);
        long newest = NewestIncoming();
        _unseen = newest > (_conversation?.ReadUpTo ?? 0) ? newest : 0;
    }

    private long NewestIncoming() => _window.Messages.Where(message => !message.IsMine).Select(message => message.Arrival).DefaultIfEmpty().Max();

    private void TurnDay() => _today = DateOnly.FromDateTime(Time.GetLocalNow().Date);

    public override async ValueTask DisposeAsync()
    {
        if (_script is not null) { await _script.DisposeAsync(); }   // which says what was seen last
        if (Follower.Reading == Conversation) { Follower.Read(null); }
        await base.DisposeAsync();
    }
}
