using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <content>Logs that were lost, rolled back or are fetched back.</content>
internal sealed partial class SqliteMessageStore
{
    // More than the longest message takes, so that the disk is not called well again for a crumb.
    private const string ProbeSetting = "probe";
    private static readonly string s_probe = new('0', 2 * ChatLimits.MaxTextBytes);

    public Task<IReadOnlyList<EpochState>> ReadEpochsAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) =>
        _reader.ReadEpochsAsync(conversation, author, cancellationToken);

    public Task<Guid> FindIdAsync(ConversationId conversation, PeerId author, Guid epoch, long sequence, CancellationToken cancellationToken) =>
        _reader.FindIdAsync(conversation, author, epoch, sequence, cancellationToken);

    public Task<LogPosition> LeaveEpochAsync(ConversationId conversation, PeerId author, Guid left, CancellationToken cancellationToken) => _writer.RunAsync(
        connection =>
        {
            if (left != Guid.Empty) { SetbackTables.NoteEpoch(connection, conversation, author, left); }
            return LogWriter.StartEpoch(connection, conversation, author);
        },
        cancellationToken);

    public Task ForgetDeliveriesAsync(ConversationId conversation, PeerId author, Guid epoch, long sequence, CancellationToken cancellationToken) =>
        WriteAsync(connection => SetbackTables.ForgetDeliveries(connection, conversation, author, epoch, sequence), cancellationToken);

    public Task SaveSetbackAsync(ConversationId conversation, Setback setback, CancellationToken cancellationToken) =>
        WriteAsync(connection => SetbackTables.Save(connection, conversation, setback), cancellationToken);

    public Task DropSetbackAsync(ConversationId conversation, SetbackKind kind, CancellationToken cancellationToken) =>
        WriteAsync(connection => SetbackTables.Drop(connection, conversation, kind), cancellationToken);

    public Task<IReadOnlyList<Entry>> ReadEpochAsync(
        ConversationId conversation, PeerId author, Guid epoch, long sequence, int count, CancellationToken cancellationToken) =>
        _reader.ReadEpochAsync(conversation, author, epoch, sequence, count, cancellationToken);

    public Task<IReadOnlyList<Entry>> StoreFetchedAsync(IReadOnlyList<Entry> entries, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => FetchedEntries.Store(connection, entries, _time.GetUtcNow()), cancellationToken);

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await SaveSettingAsync(ProbeSetting, s_probe, cancellationToken);
        await SaveSettingAsync(ProbeSetting, "", cancellationToken);
    }
}
