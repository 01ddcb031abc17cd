using ChatPy.Web.Chat;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>One change that waits for its turn.</summary>
internal abstract class WriteItem
{
    /// <summary>How many rows it is about.</summary>
    public abstract int Rows { get; }

    /// <summary>Runs inside the transaction of its group, and is undone alone if it fails.</summary>
    /// <returns>What it failed with, if that is its own affair.</returns>
    /// <exception cref="SqliteException">
    /// The database is in trouble, and so is the whole group; or the index for searching is damaged (<see cref="SearchIndex.IsDamage"/>), and this is undone.
    /// </exception>
    public abstract Exception? Run(WriteConnection connection);

    /// <summary>The group is on disk.</summary>
    public abstract void Complete();

    /// <summary>Nothing of the group is.</summary>
    public abstract void Fail(StorageException failure);
}

/// <inheritdoc/>
internal sealed class WriteItem<T>(Func<WriteConnection, T> work, int rows, CancellationToken cancellationToken) : WriteItem
{
    // Whoever waits goes on elsewhere: the writer has the next group to see to.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _done.Task;

    public override int Rows => rows;

    public override Exception? Run(WriteConnection connection)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _done.TrySetCanceled(cancellationToken);
            return null;
        }

        connection.Execute("SAVEPOINT item");
        try
        {
            _result = work(connection);
            connection.Execute("RELEASE item");
            return null;
        }
        catch (SqliteException failure) when (SearchIndex.IsDamage(failure))
        {
            Undo(connection);
            throw;
        }
        catch (Exception failure) when (IsItsOwn(failure))
        {
            Undo(connection);
            _done.TrySetException(failure is SqliteException ? new StorageException("The database refused the change.", failure) : failure);
            return failure;
        }
    }

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(StorageException failure) => _done.TrySetException(failure);

    private static void Undo(WriteConnection connection)
    {
        connection.Execute("ROLLBACK TO item");
        connection.Execute("RELEASE item");
    }

    // A full disk, a failed read, damage: after those nothing done on this connection can be believed.
    private static bool IsItsOwn(Exception failure) => failure is not SqliteException
    {
        SqliteErrorCode: not (SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_MISMATCH or SQLitePCL.raw.SQLITE_ERROR),
    };
}
