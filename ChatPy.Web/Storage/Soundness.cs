using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>Whether a history can be trusted: its pages, its journal of migrations, and the words of its schema, which SQLite's own check takes as they are.</summary>
internal static class Soundness
{
    // Tables of the full-text index are SQLite's own, the journal is DbUp's: the versions of those, not ours, decide how they are written.
    private const string Schema = $"""
        SELECT '-- ' || type || ' ' || name || ' of ' || tbl_name || char(10) || coalesce(sql, '') || ';' FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'message\_text\_%' ESCAPE '\' AND tbl_name <> '{Migrations.Journal}'
        ORDER BY type DESC, name
        """;

    private static readonly Lazy<string> s_schema = new(() =>
    {
        using var reader = new StreamReader(typeof(Soundness).Assembly.GetManifestResourceStream("ChatPy.Web.Storage.schema.sql")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    });

    /// <summary>The schema as it must read after the last migration: schema.sql.</summary>
    internal static string CurrentSchema => s_schema.Value;

    /// <param name="connection">Of nobody else: it can search nothing afterwards.</param>
    /// <returns>What is damaged; none if all is sound, or was written by a newer ChatPy, whose schema is not known here.</returns>
    /// <exception cref="SqliteException">The file cannot be read now.</exception>
    public static string? FindDamage(SqliteConnection connection)
    {
        try
        {
            LeaveIndexOut(connection);
            string verdict = connection.QuerySingle<string>("PRAGMA quick_check(1)");
            if (verdict != "ok") { return verdict; }

            return Migrations.GetState(connection) switch
            {
                SchemaState.Disordered => "the journal of its migrations is not in order",
                SchemaState.Current when ReadSchema(connection) != CurrentSchema => "its schema is not the one ChatPy made",
                SchemaState.Empty when ReadSchema(connection).Length > 0 => "its tables are not those ChatPy made",
                _ => null,
            };
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_ERROR)
        {
            return failure.Message;
        }
    }

    // What the full-text index says of itself is three quarters of the time of such a check, and no reason to do without a history: the index is made of
    // it, and made anew if it is damaged (SearchIndex). Its pages are looked at here as all others are. SQLite skips a table whose module it does not know.
    private static void LeaveIndexOut(SqliteConnection connection)
    {
        int result = DropModules(connection.Handle!.DangerousGetHandle(), 0);
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_drop_modules"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DropModules(nint database, nint kept);

    /// <summary>The schema as it reads, in the form of schema.sql.</summary>
    internal static string ReadSchema(SqliteConnection connection) => string.Join("\n\n", connection.Query<string>(Schema)).ReplaceLineEndings("\n");
}
