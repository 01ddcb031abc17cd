using ChatPy.Transport.Plain;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Components.Support;

/// <summary>Writes down what a page asks for and answers as the test says.</summary>
internal sealed partial class FakeChat : IChat
{
    public List<string> Calls { get; } = [];

    public Func<Guid, string, Task<SendResult>> OnSend { get; set; } = (_, _) => Task.FromResult(SendResult.Stored);

    public Func<string, Task<ConnectResult>> OnConnect { get; set; } = _ => Task.FromResult(new ConnectResult(null, ConnectFailure.Refused));

    public Func<EntryOrder, int, IReadOnlyList<Message>> OnReadOlder { get; set; } = (_, _) => [];

    /// <summary>What a page of the history that is asked for now waits for.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    public Func<Guid, MessageDetails?> OnReadDetails { get; set; } = _ => null;

    public Exception? Failure { get; set; }

    public Func<EntryOrder, int, IReadOnlyList<Message>> OnReadNewer { get; set; } = (_, _) => [];

    public Func<Guid, Message?> OnFind { get; set; } = _ => null;

    public Task<SendResult> SendAsync(ConversationId conversation, Draft draft, CancellationToken cancellationToken = default)
    {
        Calls.Add(draft.Kind == EntryKind.Text ? $"send {draft.Id} {draft.Text}" : $"{draft.Kind} of {draft.Target}: {draft.Text}");
        return OnSend(draft.Id, draft.Text);
    }

    public async Task<IReadOnlyList<Message>> ReadNewerAsync(
        ConversationId conversation, EntryOrder after, int count, CancellationToken cancellationToken = default)
    {
        Calls.Add($"newer {conversation}");
        await Disk;
        return OnReadNewer(after, count);
    }

    public Task<Guid?> FindUnreadAsync(ConversationId conversation, CancellationToken cancellationToken = default) => Task.FromResult(OnFindUnread());

    public Func<Guid?> OnFindUnread { get; set; } = () => null;

    public Task<IReadOnlyList<Message>> ReadAsync(ConversationId conversation, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default)
    {
        Calls.Add($"read {conversation} {string.Join(' ', ids)}");
        return Task.FromResult<IReadOnlyList<Message>>([.. ids.Select(OnFind).OfType<Message>()]);
    }

    public Func<string, SearchPage> OnSearch { get; set; } = _ => SearchPage.Empty;

    public Task<SearchPage> SearchAsync(string text, ConversationId? within, long before, int count, CancellationToken cancellationToken = default)
    {
        Calls.Add($"search {text} in {within?.Value ?? "all"}");
        return Task.FromResult(OnSearch(text));
    }

    public Task<ConnectResult> ConnectAsync(string address, bool evenPlain = false, CancellationToken cancellationToken = default)
    {
        Calls.Add(evenPlain ? $"connect {address} in the clear" : $"connect {address}");
        return OnConnect(address);
    }

    public Task<ConnectResult> ReconnectAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        Calls.Add($"reconnect {conversation}");
        return OnConnect("");
    }

    public async Task<IReadOnlyList<Message>> ReadOlderAsync(
        ConversationId conversation, EntryOrder before, int count, CancellationToken cancellationToken = default)
    {
        Calls.Add($"older {conversation}");
        await Disk;
        return OnReadOlder(before, count);
    }

    public Task DisconnectAsync(ConversationId conversation, CancellationToken cancellationToken = default) => Note($"disconnect {conversation}");

    public Task AcceptAsync(ConversationId conversation, CancellationToken cancellationToken = default) => Note($"accept {conversation}");

    public Task BlockAsync(ConversationId conversation, CancellationToken cancellationToken = default) => Note($"block {conversation}");

    public Task MarkReadAsync(ConversationId conversation, long arrival, CancellationToken cancellationToken = default) =>
        Note($"read {conversation} {arrival}");

    public Task SetDialectAsync(ConversationId conversation, Dialect dialect, CancellationToken cancellationToken = default) =>
        Note($"dialect {conversation} {dialect}");

    public Task RenameAsync(string nickname, CancellationToken cancellationToken = default) => Note($"rename {nickname}");

    public Task<SendResult> RetryAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default)
    {
        Calls.Add($"retry {conversation} {id}");
        return OnSend(id, "");
    }

    public Task<MessageDetails?> ReadDetailsAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default)
    {
        Calls.Add($"details {conversation} {id}");
        return Task.FromResult(OnReadDetails(id));
    }

    public Task TypingAsync(ConversationId conversation, bool isActive, CancellationToken cancellationToken = default) =>
        Note($"typing {conversation} {isActive}");

    public Task SendReceiptsAsync(bool isOn, CancellationToken cancellationToken = default) => Note($"receipts {isOn}");

    public Task SendTypingAsync(bool isOn, CancellationToken cancellationToken = default) => Note($"typing {isOn}");

    public Task AnnounceAsync(bool isOn, CancellationToken cancellationToken = default) => Note($"announce {isOn}");

    public Task FetchBackAsync(ConversationId conversation, CancellationToken cancellationToken = default) => Note($"fetch {conversation}");

    public Task DismissSetbackAsync(ConversationId conversation, SetbackKind kind, CancellationToken cancellationToken = default) =>
        Note($"dismiss {conversation} {kind}");

    private Task Note(string call)
    {
        Calls.Add(call);
        return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
    }
}
