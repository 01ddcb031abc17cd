using System.Text;
using ChatPy.Transport;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Plain;
using ChatPy.Transport.Sessions;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Chat;

/// <summary>What a person does, carried out.</summary>
internal sealed partial class ChatService(
    ChatStore chat, ConversationBook book, IMessageStore messages, Links links, PeerHub hub, Roster roster, Nearby nearby, DiskWatch disk, HistoryDeletions deletions,
    HistoryImport import, IOptions<ChatOptions> options, IOptions<TransportOptions> limits, TimeProvider time) : IChat
{
    /// <summary>The stored setting that holds the name chosen in the page.</summary>
    public const string NicknameSetting = "nickname";

    /// <summary>The port of an address typed without one, whatever port this machine listens on.</summary>
    public const int DefaultPort = 4242;

    private readonly Pace _dials = new(limits.Value.MaxDialsPerMinute, TimeSpan.FromMinutes(1) / limits.Value.MaxDialsPerMinute, time);

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(ConversationId conversation, Draft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentException.ThrowIfNullOrWhiteSpace(draft.Text, nameof(draft));
        Conversation shown = book.Find(conversation) ?? throw new ArgumentException("There is no such conversation.", nameof(conversation));
        if (shown.Kind == ConversationKind.Plain) { draft = AsPlain(draft); }
        if (Encoding.UTF8.GetByteCount(draft.Text) > ChatLimits.MaxTextBytes) { return SendResult.TooLong; }
        if (shown.Trust == Trust.Blocked) { return SendResult.Blocked; }
        if (shown is { Kind: ConversationKind.Plain, Link: LinkState.Offline }) { return SendResult.PlainPeerGone; }

        try
        {
            await book.KeepAsync(conversation, cancellationToken);
            // Whatever the page is at, what is stored goes out.
            Entry entry = await messages.AppendAsync(conversation, book.Me, draft, cancellationToken).ConfigureAwait(false);
            links.Ring(conversation, entry);
            await book.ShowAsync(conversation, entry);
            if (shown.Trust == Trust.Undecided) { await AcceptAsync(conversation, cancellationToken); }
            return SendResult.Stored;
        }
        catch (StorageException failed)
        {
            disk.Failed(conversation, failed);
            return SendResult.NotSaved;
        }
    }

    /// <inheritdoc/>
    public async Task<SendResult> RetryAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default)
    {
        Conversation shown = book.Find(conversation) ?? throw new ArgumentException("There is no such conversation.", nameof(conversation));
        if (shown.Trust == Trust.Blocked) { return SendResult.Blocked; }
        if (shown.Link == LinkState.Offline) { return SendResult.PlainPeerGone; }
        if (shown.Recent.Find(message => message.Id == id) is { State: not MessageState.Failed }) { return SendResult.Stored; }

        try
        {
            if (await messages.ResendAsync(conversation, book.Me, id, Guid.CreateVersion7(), cancellationToken) is not { } entry) { return SendResult.Stored; }

            book.Show(conversation, shown => shown with { Recent = shown.Recent.RemoveAll(message => message.Id == id) });
            await book.ShowAsync(conversation, entry);
            links.Ring(conversation);
            return SendResult.Stored;
        }
        catch (StorageException failed)
        {
            disk.Failed(conversation, failed);
            return SendResult.NotSaved;
        }
    }

    /// <inheritdoc/>
    public async Task<ConnectResult> ConnectAsync(string address, bool evenPlain = false, CancellationToken cancellationToken = default) =>
        PeerAddress.TryParse(address, DefaultPort, out PeerAddress? parsed)
            ? await DialAsync(parsed, expected: null, evenPlain, cancellationToken)
            : new ConnectResult(null, ConnectFailure.Invalid);

    /// <inheritdoc/>
    public async Task<ConnectResult> ReconnectAsync(ConversationId conversation, CancellationToken cancellationToken = default) =>
        book.Find(conversation) is Conversation shown && AddressOf(shown) is { } address
            ? await DialAsync(address, shown.Peer, evenPlain: shown.Kind == ConversationKind.Plain, cancellationToken)
            : new ConnectResult(null, ConnectFailure.Invalid);

    // Where it says that it is, if it does: a person asked for the dial, and nobody but the holder of its key will do.
    private PeerAddress? AddressOf(Conversation shown) =>
        chat.Current.Nearby.FirstOrDefault(peer => peer.Id == shown.Peer)?.Address
        ?? (PeerAddress.TryParse(shown.Address, DefaultPort, out PeerAddress? known) ? known : null);

    /// <inheritdoc/>
    public async Task DisconnectAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        if (links.Find(conversation) is PlainLink link) { await link.LeaveAsync(); }
    }

    /// <inheritdoc/>
    public async Task AcceptAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        await DecideAsync(conversation, Trust.Accepted, cancellationToken);
        if (links.Find(conversation) is ILink link) { await link.AcceptedAsync(cancellationToken); }
    }

    /// <inheritdoc/>
    public async Task BlockAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        await DecideAsync(conversation, Trust.Blocked, cancellationToken);
        if (links.Find(conversation) is ILink link) { await link.LeaveAsync(); }
    }

    /// <inheritdoc/>
    public async Task MarkReadAsync(ConversationId conversation, long arrival, CancellationToken cancellationToken = default)
    {
        if (book.Find(conversation) is not Conversation shown || arrival <= shown.ReadUpTo) { return; }

        int unread = await messages.MarkReadAsync(conversation, book.Me, arrival, cancellationToken);
        book.Show(conversation, shown => shown.Read(arrival, unread));
        if (shown.Arrangement.IsMarkedUnread) { await ArrangeAsync(conversation, static now => now with { IsMarkedUnread = false }, cancellationToken); }
        if (links.Find(conversation) is ILink link) { await link.ReadAsync(); }
    }

    /// <inheritdoc/>
    public Task SetDialectAsync(ConversationId conversation, Dialect dialect, CancellationToken cancellationToken = default)
    {
        links.Find(conversation)?.Override(dialect);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task RenameAsync(string nickname, CancellationToken cancellationToken = default)
    {
        string clean = Nickname.Clean(nickname);
        await messages.SaveSettingAsync(NicknameSetting, clean, cancellationToken);

        string name = clean.Length > 0 ? clean : options.Value.DefaultNickname;
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { Nickname = name } });
        nearby.Refresh();
        foreach (ILink link in links.All) { await link.RenameAsync(name, cancellationToken); }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Message>> ReadOlderAsync(ConversationId conversation, EntryOrder before, int count, CancellationToken cancellationToken = default) =>
        Show(conversation, await messages.ReadBeforeAsync(conversation, before, count, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Message>> ReadNewerAsync(ConversationId conversation, EntryOrder after, int count, CancellationToken cancellationToken = default) =>
        Show(conversation, await messages.ReadAfterAsync(conversation, after, count, cancellationToken));

    /// <inheritdoc/>
    public Task<Guid?> FindUnreadAsync(ConversationId conversation, CancellationToken cancellationToken = default) =>
        messages.FindUnreadAsync(conversation, book.Me, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Message>> ReadAsync(ConversationId conversation, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default) =>
        Show(conversation, await messages.ReadAsync(conversation, ids, cancellationToken));

    // A plain peer gets texts, and keeps what it got.
    private static Draft AsPlain(Draft draft) => draft.Kind is EntryKind.Text or EntryKind.Reply
        ? draft with { Kind = EntryKind.Text, Target = default }
        : throw new ArgumentException("What a plain peer was sent cannot be changed any more.", nameof(draft));

    private IReadOnlyList<Message> Show(ConversationId conversation, EntryPage page) =>
        page.ToMessages(book.Me, book.Find(conversation)?.Kind ?? ConversationKind.Direct);

    private async Task DecideAsync(ConversationId conversation, Trust trust, CancellationToken cancellationToken)
    {
        book.Show(conversation, shown => shown with { Trust = trust });
        await book.KeepAsync(conversation, cancellationToken);
    }

    private async Task<ConnectResult> DialAsync(PeerAddress address, PeerId? expected, bool evenPlain, CancellationToken cancellationToken)
    {
        ConversationId plain = PlainConversations.Dialled(address).Id;
        if (links.Find(plain) is not null) { return new ConnectResult(plain, null); }   // a script often takes one caller at a time
        if (!_dials.TryTake()) { return new ConnectResult(null, ConnectFailure.TooOften); }

        DialResult result = await hub.DialAsync(address, expected, evenPlain, cancellationToken);
        if (result.Peer is PeerId peer)
        {
            // Whoever dials somebody wants to talk to them; blocking somebody is only undone on purpose, in the conversation that is opened.
            Conversation met = await book.SaveAsync(
                book.Direct(peer, "", address),
                shown => shown with { Address = address.ToString(), Trust = shown.Trust == Trust.Blocked ? Trust.Blocked : Trust.Accepted },
                cancellationToken);
            // The session knows where it went in numbers; a name may lead elsewhere tomorrow.
            await roster.RememberAsync(address, peer, cancellationToken);
            return new ConnectResult(met.Id, null);
        }

        return result.Plain is not null
            ? new ConnectResult(plain, null)
            : new ConnectResult(null, Explain(result.Failure!.Value));
    }

    private static ConnectFailure Explain(DialFailure failure) => failure switch
    {
        DialFailure.Refused => ConnectFailure.Refused,
        DialFailure.Timeout => ConnectFailure.Timeout,
        DialFailure.Unreachable => ConnectFailure.Unreachable,
        DialFailure.UnknownName => ConnectFailure.Name,
        DialFailure.Invalid => ConnectFailure.Invalid,
        DialFailure.Self => ConnectFailure.Self,
        DialFailure.AnotherPeer => ConnectFailure.AnotherPeer,
        DialFailure.NotChatPy => ConnectFailure.NotChatPy,
        DialFailure.Protocol => ConnectFailure.Protocol,
        _ => ConnectFailure.Busy,
    };
}
