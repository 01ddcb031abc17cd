namespace ChatPy.Web.Chat;

/// <content>What people let each other know besides messages.</content>
internal sealed partial class ChatService
{
    /// <summary>The stored settings that are <see cref="Off"/>, or else on.</summary>
    public const string ReceiptsSetting = "send-receipts", TypingSetting = "send-typing", Off = "off";

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
    public async Task<MessageDetails?> ReadDetailsAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken = default) =>
        await messages.FindAsync(conversation, id, cancellationToken) is { } entry
            ? new MessageDetails(entry.Clock.Time, entry.StoredAt, entry.SentAt, entry.DeliveredAt, entry.ReadAt, entry.FailedAt)
            : null;
}
