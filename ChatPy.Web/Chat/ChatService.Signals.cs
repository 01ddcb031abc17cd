namespace ChatPy.Web.Chat;

/// <content>What people let each other know besides messages.</content>
internal sealed partial class ChatService
{
    /// <summary>Texts of one message that its details show.</summary>
    private const int MaxVersions = 50;

    /// <summary>The stored settings that are <see cref="Off"/>, or else on.</summary>
    public const string ReceiptsSetting = "send-receipts", TypingSetting = "send-typing", AnnouncedSetting = "announce", Off = "off";

    /// <inheritdoc/>
    public Task TypingAsync(ConversationId conversation, bool isActive, CancellationToken cancellationToken = default) =>
        links.Find(conversation)?.TypingAsync(isActive) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async Task SendReceiptsAsync(bool isOn, CancellationToken cancellationToken = default)
    {
        await messages.SaveSettingAsync(ReceiptsSetting, isOn ? "on" : Off, cancellationToken);
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { SendsReceipts = isOn } });
    }

    /// <inheritdoc/>
    public async Task SendTypingAsync(bool isOn, CancellationToken cancellationToken = default)
    {
        await messages.SaveSettingAsync(TypingSetting, isOn ? "on" : Off, cancellationToken);
        chat.Apply(snapshot => snapshot with
        {
            Self = snapshot.Self with { SendsTyping = isOn },
            Conversations = isOn ? snapshot.Conversations : [.. snapshot.Conversations.Select(shown => shown.IsTyping ? shown with { IsTyping = false } : shown)],
        });
        if (isOn) { return; }
        foreach (ILink link in links.All) { await link.TypingAsync(isActive: false); }
    }

    /// <inheritdoc/>
    public async Task AnnounceAsync(bool isOn, CancellationToken cancellationToken = default)
    {
        await messages.SaveSettingAsync(AnnouncedSetting, isOn ? "on" : Off, cancellationToken);
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { IsAnnounced = isOn } });
        nearby.Refresh();
    }

    /// <inheritdoc/>
    public async Task<MessageDetails?> ReadDetailsAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default)
    {
        if (await messages.FindAsync(conversation, id, cancellationToken) is not { } entry) { return null; }

        IReadOnlyList<Entry> later = await messages.ReadVersionsAsync(conversation, id, MaxVersions, cancellationToken);
        return new MessageDetails(entry.Clock.Time, entry.StoredAt, entry.SentAt, entry.DeliveredAt, entry.ReadAt, entry.FailedAt)
        {
            IsMine = entry.Author == book.Me,
            Versions = VersionsOf(entry, later),
        };
    }

    // What was taken back is not shown again by another way. A saved file says what a message said last, not what it said first.
    private static IReadOnlyList<MessageVersion> VersionsOf(Entry entry, IReadOnlyList<Entry> later) => later is [.., { Kind: EntryKind.Deletion }]
        ? []
        : [.. later.Where(change => change.Kind == EntryKind.Edit).Prepend(entry).Where(version => version.Text.Length > 0).Select(version => new MessageVersion(version.Clock.Time, version.Text))];
}
