namespace ChatPy.Web.Chat;

/// <summary>What became of the history of a conversation. The numbers are stored.</summary>
public enum SetbackKind
{
    /// <summary>This machine has nothing of what I wrote, and the peer has.</summary>
    LostHere = 1,

    /// <summary>This machine has an older state of what I wrote than the peer.</summary>
    RolledBackHere = 2,

    /// <summary>The peer no longer has what it had confirmed. It is sent again.</summary>
    LostThere = 3,
}

/// <summary>Something became of the history of a conversation, and the person must know.</summary>
/// <param name="Kind">What.</param>
/// <param name="NoticedAt">When it showed: the first time that the two machines met after it.</param>
/// <param name="Entries">How many of my messages at least, where that is known.</param>
public sealed record Setback(SetbackKind Kind, DateTimeOffset NoticedAt, long? Entries)
{
    /// <summary>Whether the peer may still have what is missing here.</summary>
    public bool CanFetchBack => Kind is SetbackKind.LostHere or SetbackKind.RolledBackHere;
}

/// <summary>What this machine knows of one epoch of a log.</summary>
/// <param name="Epoch">Its name.</param>
/// <param name="IsCurrent">Whether its author writes in it now.</param>
/// <param name="HighWater">Its last sequence number.</param>
/// <param name="Delivered">How far the peer has confirmed it; for my own log.</param>
public sealed record EpochState(Guid Epoch, bool IsCurrent, long HighWater, long Delivered);
