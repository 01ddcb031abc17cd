namespace ChatPy.Web.Chat;

/// <content>How it stands in the list.</content>
public sealed partial record Conversation
{
    /// <summary>What it is called here: its alias, else the name the other side gives itself.</summary>
    public string Title => Arrangement.Alias ?? GivenName;

    /// <summary>How the person here has arranged it.</summary>
    public Arrangement Arrangement { get; init; } = new();

    /// <summary>The newest arrival of the other side that the page has; 0 if there is none.</summary>
    public long NewestArrival => Recent.Where(static message => !message.IsMine).Select(static message => message.Arrival).DefaultIfEmpty().Max();

    /// <summary>Whether it is put away, with nothing new since.</summary>
    public bool IsArchived => Arrangement.ArchivedUpTo is { } upTo && (Arrangement.IsMuted || NewestArrival <= upTo);

    /// <summary>Whether something is unread, or the person wants it to look so.</summary>
    public bool IsUnread => Unread > 0 || Arrangement.IsMarkedUnread;

    /// <summary>Whether somebody new wants to chat and is not decided about. What a saved file brought back with words of mine asks for nothing.</summary>
    public bool IsRequest => Trust == Trust.Undecided && !Recent.Any(static message => message.IsMine);

    /// <summary>What it adds to the number that asks for the person's attention. Somebody new counts once, however much they say.</summary>
    public int Attention => Arrangement.IsMuted || Trust == Trust.Blocked || !IsUnread ? 0 : IsRequest ? 1 : Math.Max(1, Unread);
}
