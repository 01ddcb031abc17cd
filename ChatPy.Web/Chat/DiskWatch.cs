namespace ChatPy.Web.Chat;

/// <summary>Says on every page that the disk refuses to store, until it stores again.</summary>
internal sealed class DiskWatch(ChatStore chat, ILogger<DiskWatch> logger)
{
    /// <summary>Something could not be stored.</summary>
    public void Failed(ConversationId conversation, StorageException failure)
    {
        logger.NotSaving(conversation, failure);
        chat.Apply(snapshot => snapshot with { Self = snapshot.Self with { Trouble = Trouble.NotSaving } });
    }

    /// <summary>Something was stored.</summary>
    public void Succeeded() => chat.Apply(static snapshot =>
        snapshot.Self.Trouble == Trouble.NotSaving ? snapshot with { Self = snapshot.Self with { Trouble = null } } : snapshot);
}
