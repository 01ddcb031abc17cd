using System.Globalization;
using ChatPy.Transport;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>Copies of the history, made while it is in use, in the folder <c>backups</c>; and the way back.</summary>
internal sealed class Backups(string directory, TimeProvider time, ILogger logger)
{
    /// <summary>Copies that are kept.</summary>
    public const int Kept = 7;

    private const string Pattern = "history-*.db";
    private static readonly TimeSpan s_every = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>The folder of the copies.</summary>
    public string Folder { get; } = Path.Combine(directory, "backups");

    private string History { get; } = Path.Combine(directory, "history.db");

    /// <summary>Makes a copy if the last one is a day old, and there is something to copy. Takes as long as the disk does.</summary>
    /// <returns>The copy; none if none was made.</returns>
    public string? MakeIfDue()
    {
        try
        {
            return IsDue() ? Make() : null;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            logger.BackupFailed(failure);
            return null;
        }
    }

    /// <summary>Puts a copy in the place of the history, which is moved aside. The data directory must be held, and nothing of it in use.</summary>
    /// <returns>Where the history was moved; none if there was none.</returns>
    /// <exception cref="StartException">The file is no sound history of this version; nothing was changed.</exception>
    public string? Restore(string file)
    {
        string copy = History + ".restoring";
        try
        {
            TakeIn(file, copy);
            string? aside = File.Exists(History) ? DatabaseStart.SetAside(History, "before-restore", time) : null;
            File.Move(copy, History);
            return aside;
        }
        catch (SqliteException damaged)
        {
            throw new StartException($"{file} is not a sound history of ChatPy: {damaged.Message} Nothing was changed.", damaged);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{file} cannot be restored: {failure.Message}", failure);
        }
        finally { Remove(copy); }
    }

    private bool IsDue()
    {
        if (!Directory.Exists(Folder)) { return true; }

        DateTime now = time.GetUtcNow().UtcDateTime;
        // A clock that was wrong must not put it off for years.
        return !Directory.EnumerateFiles(Folder, Pattern).Any(copy => (now - File.GetLastWriteTimeUtc(copy)).Duration() < s_every);
    }

    private string? Make()
    {
        using SqliteConnection source = new Database(History, s_patience).OpenUntouched();
        // An empty history must not, day by day, take the place of those that held something.
        if (source.QuerySingle<long>("SELECT EXISTS (SELECT 1 FROM entry)") == 0) { return null; }

        Directory.CreateDirectory(Folder);
        if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); }
        string target = Path.Combine(Folder, $"history-{time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.db");
        string copy = target + ".part";
        foreach (string unfinished in Directory.EnumerateFiles(Folder, "*.part*")) { File.Delete(unfinished); }

        if (new DriveInfo(Folder).AvailableFreeSpace < 2 * new FileInfo(History).Length)
        {
            logger.NoRoomForBackup(Folder);
            return null;
        }

        try
        {
            Copy(source, copy);
            File.SetLastWriteTimeUtc(copy, time.GetUtcNow().UtcDateTime);
            File.Move(copy, target, overwrite: true);
        }
        finally { Remove(copy); }

        // This one stays, whatever the names say: those of a clock that was ahead come after it for years.
        foreach (string old in Directory.EnumerateFiles(Folder, Pattern).Where(each => each != target).OrderDescending().Skip(Kept - 1)) { File.Delete(old); }

        logger.BackupMade(target);
        return target;
    }

    private static void Copy(SqliteConnection source, string target)
    {
        PrivateFile.Create(target);
        using (SqliteConnection copy = Open(target))
        {
            source.BackupDatabase(copy);
            Seal(copy);
        }

        PrivateFile.Flush(target);
    }

    // The file as somebody gave it may be open elsewhere or have a write-ahead log beside it: all work is done on a copy.
    private void TakeIn(string file, string copy)
    {
        if (!File.Exists(file)) { throw new StartException($"There is no file {Path.GetFullPath(file)} to restore. Nothing was changed."); }

        Remove(copy);
        foreach (string companion in (string[])["", "-wal"])
        {
            if (!File.Exists(file + companion)) { continue; }
            File.Copy(file + companion, copy + companion);
            PrivateFile.Tighten(copy + companion);
        }

        using (SqliteConnection connection = Open(copy))
        {
            long tables = connection.QuerySingle<long>("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('conversation', 'author_log', 'entry')");
            if (tables != 3) { throw new StartException($"{file} is not a history of ChatPy. Nothing was changed."); }

            Migrations.Apply(connection, logger);
            Seal(connection);
        }

        PrivateFile.Flush(copy);
    }

    // One file that needs no other beside it, and is sound.
    private static void Seal(SqliteConnection copy)
    {
        copy.QuerySingle<string>("PRAGMA journal_mode = DELETE");
        if (Soundness.FindDamage(copy) is { } damage) { throw new SqliteException($"The copy is damaged: {damage}.", SQLitePCL.raw.SQLITE_CORRUPT); }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Remove(string copy)
    {
        foreach (string companion in (string[])["", "-wal", "-shm", "-journal"]) { File.Delete(copy + companion); }
    }
}
