using ChatPy.Transport;
using ChatPy.Transport.Identity;
using ChatPy.Web.Chat;

namespace ChatPy.Web.Storage;

/// <summary>
/// The history, in SQLite: one writer that commits in groups, readers beside it. Every conversation is saved before entries are
/// added to it; anything else is <see cref="InvalidOperationException"/>.
/// </summary>
internal sealed partial class SqliteMessageStore : IMessageStore, IAsyncDisposable
{
    /// <summary>How long another program may hold the database before a statement gives up.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Database _database;
    private readonly GroupWriter _writer;
    private readonly HistoryReader _reader;
    private readonly LogWriter _logs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private Task _ahead = Task.CompletedTask;   // the newest write that is told of before it is on the disk

    private SqliteMessageStore(Database database, string? movedAside, TimeProvider time, ILogger logger)
    {
        _database = database;
        _writer = new GroupWriter(database, logger);
        _reader = new HistoryReader(database, () => Volatile.Read(ref _ahead));
        _logs = new LogWriter(time);
        _time = time;
        _logger = logger;
        MovedAside = movedAside;
    }

    /// <summary>Where a damaged history was moved when this one was opened; none if it was sound.</summary>
    public string? MovedAside { get; }

    /// <summary>The writer, for tests that must reach its connection.</summary>
    internal GroupWriter Writer => _writer;

    /// <summary>Opens the history of a data directory, or makes it.</summary>
    /// <exception cref="StartException">It is in use, cannot be read or written, or is of a newer version. It is untouched.</exception>
    public static SqliteMessageStore Open(DataDirectory directory, Durability durability, TimeProvider time, ILogger logger) =>
        Open(System.IO.Path.Combine(directory.Path, "history.db"), s_patience, time, logger, durability);

    /// <inheritdoc cref="Open(DataDirectory, Durability, TimeProvider, ILogger)"/>
    internal static SqliteMessageStore Open(string path, TimeSpan patience, TimeProvider time, ILogger logger, Durability? durability = null)
    {
        var database = new Database(path, patience, durability);
        string? movedAside = DatabaseStart.Prepare(database, time, logger);
        logger.HistoryOpened(path);
        return new SqliteMessageStore(database, movedAside, time, logger);
    }

    public async Task<StoredChat> LoadAsync(CancellationToken cancellationToken) =>
        await _reader.LoadAsync(cancellationToken) with { MovedAside = MovedAside };

    public Task SaveConversationAsync(StoredConversation conversation, CancellationToken cancellationToken) =>
        WriteAsync(connection => ConversationTable.Save(connection, conversation), cancellationToken);

    public Task SaveSettingAsync(string name, string value, CancellationToken cancellationToken) => WriteAsync(
        connection => connection.Execute("INSERT OR REPLACE INTO setting (name, value) VALUES (@name, @value)", ("@name", name), ("@value", value)),
        cancellationToken);

    public Task<Entry> AppendAsync(ConversationId conversation, PeerId author, Draft draft, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => _logs.Append(connection, conversation, author, draft), cancellationToken);

    public Task<Entry?> ResendAsync(ConversationId conversation, PeerId author, Guid failed, Guid id, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => _logs.Resend(connection, conversation, author, failed, id), cancellationToken);

    public Task<ReceiveResult> ReceiveAsync(IReadOnlyList<Entry> entries, CancellationToken cancellationToken, Action<IReadOnlyList<Entry>>? placed = null)
    {
        if (placed is null) { return WriteAsync(); }

        lock (_gate)
        {
            Task<ReceiveResult> writing = WriteAsync();
            _ahead = writing;   // the writer keeps the order: who has waited for the last one has waited for all
            return writing;
        }

        Task<ReceiveResult> WriteAsync() => _writer.RunAsync(
            connection =>
            {
                ReceiveResult result = _logs.Receive(connection, entries);
                placed?.Invoke(result.Stored);
                return result;
            },
            cancellationToken,
            entries.Count);
    }

    public Task<LogPosition> GetPositionAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) =>
        _reader.GetPositionAsync(conversation, author, cancellationToken);

    public Task<LogPosition> StartEpochAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => LogWriter.StartEpoch(connection, conversation, author), cancellationToken);

    public Task<IReadOnlyList<Entry>> ReadLogAsync(
        ConversationId conversation, PeerId author, long sequence, int count, CancellationToken cancellationToken) =>
        _reader.ReadLogAsync(conversation, author, sequence, count, cancellationToken);

    public Task<EntryPage> ReadBeforeAsync(ConversationId conversation, EntryOrder before, int count, CancellationToken cancellationToken) =>
        _reader.ReadBeforeAsync(conversation, before, count, cancellationToken);

    public Task<EntryPage> ReadAfterAsync(ConversationId conversation, EntryOrder after, int count, CancellationToken cancellationToken) =>
        _reader.ReadAfterAsync(conversation, after, count, cancellationToken);

    public Task<EntryPage> ReadAsync(ConversationId conversation, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        _reader.ReadAsync(conversation, ids, cancellationToken);

    public Task<Guid?> FindUnreadAsync(ConversationId conversation, PeerId reader, CancellationToken cancellationToken) =>
        _reader.FindUnreadAsync(conversation, reader, cancellationToken);

    public Task<IReadOnlyList<Entry>> ReadVersionsAsync(ConversationId conversation, Guid id, int count, CancellationToken cancellationToken) =>
        _reader.ReadVersionsAsync(conversation, id, count, cancellationToken);

    public Task MarkAsync(
        ConversationId conversation, PeerId author, Guid epoch, long sequence, DeliveryStep reached, CancellationToken cancellationToken) => WriteAsync(
        connection => DeliveryMarks.Mark(connection, conversation, author, epoch, sequence, reached, _time.GetUtcNow()), cancellationToken);

    public Task<int> MarkReadAsync(ConversationId conversation, PeerId reader, long arrival, CancellationToken cancellationToken) =>
        _writer.RunAsync(connection => ConversationTable.MarkRead(connection, conversation, reader, arrival), cancellationToken);

    public Task<LogPosition> GetReadPositionAsync(ConversationId conversation, PeerId author, CancellationToken cancellationToken) =>
        _reader.GetReadPositionAsync(conversation, author, cancellationToken);

    public Task<Entry?> FindAsync(ConversationId conversation, Guid id, CancellationToken cancellationToken) =>
        _reader.FindAsync(conversation, id, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The last connection to close tidies up, and that must be the one that may write.
        _database.CloseReaders();
        await _writer.DisposeAsync();
        _database.CloseReaders();
    }

    private Task<bool> WriteAsync(Action<WriteConnection> work, CancellationToken cancellationToken) => _writer.RunAsync(
        connection =>
        {
            work(connection);
            return true;
        },
        cancellationToken);
}
