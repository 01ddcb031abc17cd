namespace ChatPy.Web.Chat;

/// <summary>What a person or a peer may not exceed.</summary>
public static class ChatLimits
{
    /// <summary>The longest message, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 16 * 1024;

    /// <summary>The longest nickname, in graphemes.</summary>
    public const int MaxNicknameLength = 32;

    /// <summary>Messages of a conversation that the snapshot keeps; older pages come from the store.</summary>
    public const int RecentMessages = 100;

    /// <summary>Entries kept of a peer that nobody has accepted; the rest waits on its machine.</summary>
    public const int MaxStrangerEntries = 1000;

    /// <summary>How long a deleted history can be brought back: a little longer than the page offers it.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);
}
