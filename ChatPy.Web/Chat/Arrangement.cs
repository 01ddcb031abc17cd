namespace ChatPy.Web.Chat;

/// <summary>How the person here has arranged a conversation in the list. Nobody else learns of it.</summary>
public sealed record Arrangement
{
    /// <summary>The name it goes by here, instead of the one the other side gives itself.</summary>
    public string? Alias { get; init; }

    /// <summary>Stands above all that are not.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Asks for no attention: no notification, no sound, not counted.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Shown as unread because the person wants to come back to it.</summary>
    public bool IsMarkedUnread { get; init; }

    /// <summary>Put away with everything up to this <see cref="Message.Arrival"/>. What comes later brings it back, unless it is muted.</summary>
    public long? ArchivedUpTo { get; init; }
}
