using ChatPy.Transport.Wire;

namespace ChatPy.Web.Chat;

/// <summary>
/// Finds out, when the peer says how far it has my log, whether one of the two lost some of it; and sets my log right, so that nothing is
/// lost silently and no number stands for two entries. docs/protocol.md §4.4.
/// </summary>
internal sealed class LogComparison(ConversationId conversation, ConversationBook book, IMessageStore messages, ILogger logger)
{
    private bool _hasCompared;
    private bool _hasStarted;

    /// <summary>Compares, and begins a new epoch where my log cannot go on.</summary>
    /// <returns>My log as it stands then.</returns>
    /// <exception cref="ProtocolException">The peer makes up epochs.</exception>
    public async Task<LogPosition> SettleAsync(LogPosition theirs, Guid theirLastId, CancellationToken cancellationToken)
    {
        IReadOnlyList<EpochState> mine = await messages.ReadEpochsAsync(conversation, book.Me, cancellationToken);
        Guid myId = theirLastId == Guid.Empty ? Guid.Empty : await messages.FindIdAsync(conversation, book.Me, theirs.Epoch, theirs.Sequence, cancellationToken);
        bool isSameEntry = theirLastId == Guid.Empty || myId == Guid.Empty || myId == theirLastId;

        (SetbackKind Kind, long? Entries)? found = Find(mine, theirs, isSameEntry);
        // Said again within a session it may lag behind what was acknowledged meanwhile.
        if (found?.Kind == SetbackKind.LostThere && _hasCompared) { found = null; }

        _hasCompared = true;
        if (found is var (kind, entries)) { await SettleAsync(kind, entries, theirs, mine, cancellationToken); }

        LogPosition position = await messages.GetPositionAsync(conversation, book.Me, cancellationToken);
        return await messages.IsWholeAsync(conversation, book.Me, theirs.Epoch == position.Epoch ? theirs.Sequence : 0, cancellationToken)
            ? position
            : await PassOverDeletedAsync(position, cancellationToken);
    }

    // The peer lost what the person here has deleted since: it is nowhere any more, and what is left of my log goes on without it.
    private async Task<LogPosition> PassOverDeletedAsync(LogPosition position, CancellationToken cancellationToken)
    {
        if (_hasStarted) { throw new ProtocolException(ProtocolError.InvalidField, "The peer goes back in my log again and again."); }

        _hasStarted = true;
        LogPosition begun = await messages.LeaveEpochAsync(conversation, book.Me, position.Epoch, cancellationToken);
        await book.ReloadAsync(conversation, takesBack: false, cancellationToken);
        return begun;
    }

    /// <summary>What has become of my log, if something has.</summary>
    /// <param name="mine">Its epochs as they are known here.</param>
    /// <param name="theirs">How far the peer has it.</param>
    /// <param name="isSameEntry">Whether the last entry there is, as far as is known, the one of that number here.</param>
    internal static (SetbackKind Kind, long? Entries)? Find(IReadOnlyList<EpochState> mine, LogPosition theirs, bool isSameEntry)
    {
        EpochState? named = mine.FirstOrDefault(state => state.Epoch == theirs.Epoch);
        if (theirs.Epoch != Guid.Empty && named is null)
        {
            return mine.All(state => state is { IsCurrent: true, Delivered: 0 })
                ? (SetbackKind.LostHere, theirs.Sequence > 0 ? theirs.Sequence : null)
                : (SetbackKind.RolledBackHere, null);
        }

        if (named is { IsCurrent: true })
        {
            if (theirs.Sequence > named.HighWater) { return (SetbackKind.RolledBackHere, theirs.Sequence - named.HighWater); }
            if (!isSameEntry) { return (SetbackKind.RolledBackHere, null); }
        }

        long lost = Beyond(mine, theirs).Sum(static state => state.Lost);
        return lost > 0 ? (SetbackKind.LostThere, lost) : null;
    }

    // What the peer had confirmed and does not have: the end of the epoch it names, and all that came after.
    private static IEnumerable<(EpochState State, long Lost)> Beyond(IReadOnlyList<EpochState> mine, LogPosition theirs) => mine
        .SkipWhile(state => theirs.Epoch != Guid.Empty && state.Epoch != theirs.Epoch)
        .Select(state => (state, Math.Max(0, state.Delivered - (state.Epoch == theirs.Epoch ? theirs.Sequence : 0))));

    private async Task SettleAsync(SetbackKind kind, long? entries, LogPosition theirs, IReadOnlyList<EpochState> mine, CancellationToken cancellationToken)
    {
        bool isLostThere = kind == SetbackKind.LostThere;
        if (!isLostThere && _hasStarted) { throw new ProtocolException(ProtocolError.InvalidField, "The peer names one epoch after the other that never was."); }

        // First what the person must know: a process that ends here finds the rest again.
        await book.NoteAsync(conversation, kind, entries, cancellationToken);
        if (isLostThere)
        {
            logger.PeerLost(conversation, entries);
            await messages.ForgetDeliveriesAsync(conversation, book.Me, theirs.Epoch, theirs.Sequence, cancellationToken);
        }
        else
        {
            logger.LogRolledBack(conversation, mine.FirstOrDefault(state => state.IsCurrent)?.HighWater ?? 0, theirs.Sequence);
        }

        if (!isLostThere || Beyond(mine, theirs).Any(static lost => lost is { State.IsCurrent: false, Lost: > 0 }))
        {
            _hasStarted = true;
            await messages.LeaveEpochAsync(conversation, book.Me, theirs.Epoch, cancellationToken);
        }

        await book.ReloadAsync(conversation, takesBack: true, cancellationToken);
    }
}
