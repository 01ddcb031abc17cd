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

    /// <summary>What it adds to the number that asks for the person's attention.</summary>
    public int Attention => Arrangement.IsMuted ? 0 : Unread > 0 ? Unread : Arrangement.IsMarkedUnread ? 1 : 0;
}
