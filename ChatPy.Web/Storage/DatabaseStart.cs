using System.Globalization;
using ChatPy.Transport;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>Makes the database ready: looks whether it is sound, moves it aside if not, brings its schema up to date.</summary>
internal static class DatabaseStart
{
    private static readonly string[] s_companions = ["", "-wal", "-shm"];

    /// <returns>Where a damaged database was moved; none if it was sound.</returns>
    /// <exception cref="StartException">It cannot be used now, and is untouched.</exception>
    public static string? Prepare(Database database, TimeProvider time, ILogger logger)
    {
        try
        {
            string? movedTo = FindDamage(database) is { } damage ? MoveAside(database.Path, damage, time, logger) : null;
            MakePrivate(database.Path);
            using SqliteConnection connection = database.Create();
            Migrations.Apply(connection, logger);
            return movedTo;
        }
        catch (SqliteException failure)
        {
            throw new StartException(Explain(database.Path, failure), failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The history {database.Path} cannot be opened: {failure.Message} Nothing was changed.", failure);
        }
    }

    private static string? FindDamage(Database database)
    {
        var file = new FileInfo(database.Path);
        if (!file.Exists) { return null; }

        // SQLite takes an empty file for a new database; ours never is one.
        if (file.Length == 0) { return "the file is empty"; }

        try
        {
            using SqliteConnection connection = database.OpenUntouched();
            return Soundness.FindDamage(connection);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            return failure.Message;
        }
    }

    private static string MoveAside(string path, string damage, TimeProvider time, ILogger logger)
    {
        string target = SetAside(path, "corrupt", time);
        logger.DamagedMovedAside(damage, target);
        return target;
    }

    /// <summary>Moves a database with what lies beside it to a name of its own.</summary>
    /// <returns>That name.</returns>
    internal static string SetAside(string path, string why, TimeProvider time)
    {
        string wanted = $"{path}.{why}-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        string target = wanted;
        for (int again = 2; s_companions.Any(companion => File.Exists(target + companion)); again++) { target = $"{wanted}.{again}"; }

        // The companions first: killed in between, the next start still finds the damaged file and moves it.
        foreach (string companion in s_companions.Reverse().Where(companion => File.Exists(path + companion)))
        {
            File.Move(path + companion, target + companion);
        }

        return target;
    }

    // What SQLite makes beside a database gets the mode of the database.
    private static void MakePrivate(string path)
    {
        if (!File.Exists(path)) { PrivateFile.Create(path); }
        foreach (string companion in s_companions) { PrivateFile.Tighten(path + companion); }
    }

    private static string Explain(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"The history {path} is in use by another program. Close that program and start ChatPy again. Nothing was changed.",
        SQLitePCL.raw.SQLITE_FULL =>
            $"The disk is full: the history {path} cannot be opened. Free some space, or choose another folder with the setting ChatPy:DataDirectory. Nothing was deleted.",
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM =>
            $"The history {path} cannot be read and written. Give your account those rights on it, or choose another folder with the setting ChatPy:DataDirectory. Nothing was changed.",
        _ => $"The history {path} cannot be opened: {failure.Message} Nothing was deleted.",
    };
}
