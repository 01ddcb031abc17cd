using System.Threading.Channels;
using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>
/// The one writer. Everything that waits when it comes round is committed together, with one fsync; a change that comes alone is not
/// made to wait for others. After a failed commit the connection is closed: what it holds in memory is no longer what the disk holds. A new
/// one first makes sure of what it finds (<see cref="WriteConnection.Settle"/>).
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    /// <summary>Changes that may wait; whoever brings more waits outside.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>Rows after which a commit takes no further change: the first of them waits for the last.</summary>
    private const int MaxRows = 256;

    private readonly Channel<WriteItem> _waiting = Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly List<WriteItem> _group = new(MaxRows);
    private readonly Database _database;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private WriteConnection? _connection;
    private bool _isFailing;

    public GroupWriter(Database database, ILogger logger)
    {
        _database = database;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Makes a change; completes when it is on disk.</summary>
    /// <param name="work">What to do, inside the transaction.</param>
    /// <param name="cancellationToken">Gives it up while it waits.</param>
    /// <param name="rows">How many rows it is about: how long it keeps others of its commit waiting.</param>
    /// <exception cref="StorageException">It is not.</exception>
    public async Task<T> RunAsync<T>(Func<WriteConnection, T> work, CancellationToken cancellationToken, int rows = 1)
    {
        var item = new WriteItem<T>(work, rows, cancellationToken);
        try
        {
            await _waiting.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupWriter), "The history is closed.");
        }

        // Not by way of the thread that asked, which for a page is the one that draws it.
        return await item.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what waits, writes the log into the database file, and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        try
        {
            _connection?.Settle();
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            _logger.CheckpointFailed(failure);
        }

        Close();
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out WriteItem? first)) { Commit(first); }
        }
    }

    private void Commit(WriteItem first)
    {
        _group.Clear();
        _group.Add(first);
        try
        {
            _connection ??= Open();
            _connection.Execute("BEGIN IMMEDIATE");
            Run(first, _connection);
            for (int rows = first.Rows; rows < MaxRows && _waiting.Reader.TryRead(out WriteItem? next); rows += next.Rows)
            {
                _group.Add(next);
                Run(next, _connection);
            }

            _connection.Execute("COMMIT");
        }
        catch (Exception failure)
        {
            Fail(failure);
            return;
        }

        if (_isFailing)
        {
            _isFailing = false;
            _logger.SavingAgain();
        }

        if (_connection.HasDeleted) { ForgetDeleted(_connection); }
        foreach (WriteItem item in _group) { item.Complete(); }
    }

    private WriteConnection Open()
    {
        var connection = new WriteConnection(_database.OpenWriter());
        try
        {
            BeginLogAnew(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void BeginLogAnew(WriteConnection connection)
    {
        connection.Settle();
        _database.MakeRoomInLog();
    }

    // What was deleted is so whatever happens here: somebody who reads for long lets it stand in the log until that is full.
    private void ForgetDeleted(WriteConnection connection)
    {
        connection.HasDeleted = false;
        try { BeginLogAnew(connection); }
        catch (Exception failure) when (failure is SqliteException or IOException) { _logger.CheckpointFailed(failure); }
    }

    private void Run(WriteItem item, WriteConnection connection)
    {
        Exception? failure;
        try { failure = item.Run(connection); }
        catch (SqliteException damage) when (SearchIndex.IsDamage(damage))
        {
            // Nobody's change fails for an index that is only there to search.
            _logger.IndexDamaged(damage.Message);
            SearchIndex.BeginAnew(connection);
            failure = item.Run(connection);
        }

        if (failure is not null) { _logger.ItemFailed(failure); }
    }

    private void Fail(Exception failure)
    {
        _isFailing = true;
        _logger.GroupFailed(_group.Count, failure);
        Close();
        foreach (WriteItem item in _group) { item.Fail(new StorageException("The change could not be saved: " + failure.Message, failure)); }
    }

    private void Close()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (SqliteException)
        {
            // Closing rolls back, which a broken disk may refuse; the file is closed all the same.
        }

        _connection = null;
    }
}
