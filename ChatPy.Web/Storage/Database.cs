using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace ChatPy.Web.Storage;

/// <summary>The file of the history, and how connections to it are set up.</summary>
/// <param name="path">The file.</param>
/// <param name="patience">How long a statement waits for another program that holds the file.</param>
/// <param name="durability">What a commit survives; a power cut unless said otherwise.</param>
internal sealed class Database(string path, TimeSpan patience, Durability? durability = null)
{
    /// <summary>Pages, of 4,096 bytes and 24 about each, after which the write-ahead log is copied into the file and begins anew.</summary>
    private const int LogPages = 1000;

    /// <summary>As long as the write-ahead log grows, in bytes.</summary>
    private const int LogBytes = 32 + (LogPages * (24 + 4096));

    private readonly string _readers = ConnectionString(path, patience, SqliteOpenMode.ReadWrite, pooling: true);
    private readonly string _writer = ConnectionString(path, patience, SqliteOpenMode.ReadWrite, pooling: false);
    private readonly ConditionalWeakTable<sqlite3, Database> _setUp = [];
    private readonly string _creator = ConnectionString(path, patience, SqliteOpenMode.ReadWriteCreate, pooling: false);

    // Each connection is used by one thread at a time, so that SQLite need not lock it at each call, nor count what memory it takes.
    static Database()
    {
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public string Path => path;

    /// <summary>A connection of the pool that reads beside the writer and can change nothing.</summary>
    public SqliteConnection OpenReader() => Open(_readers, "PRAGMA query_only = ON");

    /// <summary>A connection that writes to what is there. A file that vanished is an error, not a new history.</summary>
    public SqliteConnection OpenWriter() => Open(_writer, null);

    /// <summary>A connection that makes the file where there is none.</summary>
    public SqliteConnection Create() => Open(_creator, null);

    /// <summary>A connection that changes nothing, not even by being closed: for a look at a file that may be damaged.</summary>
    public SqliteConnection OpenUntouched()
    {
        var connection = new SqliteConnection(_writer);
        try
        {
            connection.Open();
            int result = raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
            connection.Execute($"PRAGMA busy_timeout = {(int)patience.TotalMilliseconds}; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the write-ahead log as long as it grows, with zeros, which SQLite takes for an empty one: a commit within it is one thing for the disk to
    /// write; one that makes a file longer is several. To be called before anything is written to a log that was begun anew. On a disk that is
    /// nearly full, or refuses, the log grows as it is needed.
    /// </summary>
    public void MakeRoomInLog()
    {
        try
        {
            if (new DriveInfo(path).AvailableFreeSpace < 16L * LogBytes) { return; }

            // SQLite locks the file and its index, never the log: that this closes it again sets nothing free.
            using SafeFileHandle log = File.OpenHandle(path + "-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            byte[] zeros = new byte[64 * 1024];
            for (int at = 0; at < LogBytes; at += zeros.Length) { RandomAccess.Write(log, zeros.AsSpan(0, Math.Min(zeros.Length, LogBytes - at)), at); }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Nothing is wrong but that commits take longer; what the disk refuses it says to them, too.
        }
    }

    /// <summary>Closes the connections that wait in the pool.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Open(string connectionString, string? also)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            // Settings belong to SQLite's connection, which the pool keeps: docs/decisions/0001-sqlite.md has the reasons for each.
            if (_setUp.TryGetValue(connection.Handle!, out _)) { return connection; }

            connection.Execute($"PRAGMA busy_timeout = {(int)patience.TotalMilliseconds}");
            string mode = connection.QuerySingle<string>("PRAGMA journal_mode = WAL");
            if (mode != "wal") { throw new IOException($"SQLite cannot keep {path} in WAL mode (it says \"{mode}\"); it needs a local disk."); }

            connection.Execute($"""
                PRAGMA synchronous = {(durability ?? Durability.Full).Synchronous};
                PRAGMA foreign_keys = ON;
                PRAGMA secure_delete = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA cell_size_check = ON;
                PRAGMA journal_size_limit = {64 * 1024 * 1024};
                PRAGMA mmap_size = 0;
                PRAGMA wal_autocheckpoint = {LogPages};
                PRAGMA temp_store = MEMORY;
                PRAGMA fullfsync = ON;
                PRAGMA checkpoint_fullfsync = ON;
                {also}
                """);
            _setUp.Add(connection.Handle!, this);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string ConnectionString(string path, TimeSpan patience, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooling,
        // The library tries again by itself on top of SQLite's own waiting; this ends both.
        DefaultTimeout = Math.Max(1, (int)patience.TotalSeconds),
    }.ToString();
}

/// <summary>What a commit survives. Only the control of a fault run, which must lose something, asks for less than a power cut.</summary>
/// <param name="Synchronous">SQLite's <c>synchronous</c>.</param>
internal sealed record Durability(string Synchronous)
{
    /// <summary>A power cut.</summary>
    public static readonly Durability Full = new("FULL");
}
