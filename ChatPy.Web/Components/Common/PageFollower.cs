using System.Diagnostics;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Components.Common;

/// <summary>
/// Follows the store for all parts of one page: what a change alters is drawn in one piece. While the browser is at it, changes gather, and
/// then it has as long for what the person does as that drawing took; a page out of sight is drawn once a second. So a slow page skips
/// snapshots and never the last, and what the person does waits behind one drawing.
/// </summary>
public sealed class PageFollower(ChatStore store)
{
    private static readonly TimeSpan s_outOfSight = TimeSpan.FromSeconds(1);

    private readonly List<LiveComponent> _parts = [];   // of the page's own thread
    private (Task Following, CancellationTokenSource Life)? _running;
    private TaskCompletionSource _drawn = new();

    /// <summary>Whether the page is in sight; true until the browser says otherwise.</summary>
    public bool IsInSight { get; set; } = true;

    /// <summary>The conversation whose newest messages the reader of this page has before their eyes, if any.</summary>
    public ConversationId? Reading { get; private set; }

    /// <summary>Draws several parts in one piece. Without one, as in a test of a part alone, each is drawn by itself.</summary>
    internal DrawnTogether? Together { get; set; }

    /// <summary>The conversation as this page counts it: what comes before the reader's eyes is not new for a moment first.</summary>
    public Conversation AsSeen(Conversation conversation) =>
        conversation.Unread > 0 && conversation.Id == Reading ? conversation with { Unread = 0 } : conversation;

    /// <summary>The reader has come to the end of that conversation, or, with none, looks elsewhere.</summary>
    public void Read(ConversationId? conversation)
    {
        if (Reading == conversation) { return; }
        Reading = conversation;
        TryDraw();
    }

    /// <summary>From now on that part is told of changes. Called on the page's own thread, as all here.</summary>
    internal void Join(LiveComponent part)
    {
        _parts.Add(part);
        if (_running is not null) { return; }

        var life = new CancellationTokenSource();
        _running = (FollowAsync(part, life.Token), life);
    }

    /// <summary>No longer; with the last part the following ends.</summary>
    internal async Task LeaveAsync(LiveComponent part)
    {
        _parts.Remove(part);
        if (_parts.Count > 0 || _running is not var (following, life)) { return; }

        _running = null;
        await life.CancelAsync();
        await following;
        life.Dispose();
    }

    /// <summary>The browser says that it has drawn.</summary>
    internal void Drawn() => _drawn.TrySetResult();

    // Any part leads to the page's thread, also when it has left.
    private async Task FollowAsync(LiveComponent any, CancellationToken gone)
    {
        try
        {
            await foreach (ChatSnapshot _ in store.WatchAsync(gone))
            {
                long start = Stopwatch.GetTimestamp();
                Task? drawing = null;
                await any.OnPageAsync(() => drawing = Draw());
                if (drawing is null) { continue; }

                // Not on the page's own thread, which has better to do than to hear of it.
                await drawing.WaitAsync(gone).ConfigureAwait(false);
                TimeSpan took = Stopwatch.GetElapsedTime(start);
                await Task.Delay(IsInSight || took > s_outOfSight ? took : s_outOfSight, gone).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested) { }
        catch (Exception failure)
        {
            await (_parts is [var present, ..] ? present : any).FailAsync(failure);
        }
    }

    private Task? Draw()
    {
        _drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryDraw() ? _drawn.Task : null;
    }

    private bool TryDraw()
    {
        // Of a copy: what a part does with a change may bring others.
        LiveComponent[] changed = [.. _parts.ToArray().Where(part => part.Follow(store.Current))];
        if (changed.Length == 0) { return false; }

        void DrawChanged() => Array.ForEach(changed, static part => part.Draw());
        if (Together is null) { DrawChanged(); } else { Together.Draw(DrawChanged); }
        return true;
    }
}
