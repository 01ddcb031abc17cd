using System.Reflection;
using ChatPy.Transport;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace ChatPy.Web.Storage;

/// <summary>Brings the schema up to this version of ChatPy: DbUp runs each script of the folder Migrations once, in order.</summary>
internal static class Migrations
{
    // DbUp's own table; its name and column are part of every existing history.
    internal const string Journal = "SchemaVersions";

    /// <exception cref="StartException">The database was written by a newer ChatPy.</exception>
    public static void Apply(SqliteConnection connection, ILogger logger)
    {
        SqlScript[] scripts = [.. Scripts()];
        SchemaState state = GetState(Done(connection), scripts);
        if (state == SchemaState.Newer)
        {
            throw new StartException(
                $"The history {connection.DataSource} was written by a newer version of ChatPy. Start that version, or give this one another folder with the setting ChatPy:DataDirectory. Nothing was changed.");
        }

        if (state == SchemaState.Current) { return; }

        using var shared = new SharedConnection(connection);
        DatabaseUpgradeResult result = DeployChanges.To.SqliteDatabase(shared)
            .WithScripts(scripts)
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful) { throw result.Error; }

        logger.Migrated(scripts[^1].Name);
    }

    /// <summary>How far the migrations of a database have come, as its journal says.</summary>
    public static SchemaState GetState(SqliteConnection connection) => GetState(Done(connection), [.. Scripts()]);

    // Scripts run in the order of their names, and none is ever taken away: what is done is the first of them, all of them, or all and later ones.
    private static SchemaState GetState(HashSet<string> done, SqlScript[] scripts)
    {
        int known = scripts.TakeWhile(script => done.Contains(script.Name)).Count();
        bool isNewer = known == scripts.Length && done.Count > known && done.Except(scripts.Select(script => script.Name)).All(name => string.CompareOrdinal(name, scripts[^1].Name) > 0);
        return isNewer ? SchemaState.Newer
            : known != done.Count ? SchemaState.Disordered
            : known == scripts.Length ? SchemaState.Current
            : known == 0 ? SchemaState.Empty
            : SchemaState.Older;
    }

    private static HashSet<string> Done(SqliteConnection connection)
    {
        bool isNew = connection.QuerySingle<long>($"SELECT count(*) FROM sqlite_schema WHERE name = '{Journal}'") == 0;
        return isNew ? [] : [.. connection.Query<string>($"SELECT ScriptName FROM {Journal}")];
    }

    // Named by file, not by resource: moving a namespace must not make old scripts run again.
    private static IEnumerable<SqlScript> Scripts()
    {
        Assembly assembly = typeof(Migrations).Assembly;
        const string folder = ".Storage.Migrations.";
        return from resource in assembly.GetManifestResourceNames()
               let start = resource.IndexOf(folder, StringComparison.Ordinal)
               where start >= 0
               orderby resource
               select SqlScript.FromStream(resource[(start + folder.Length)..], assembly.GetManifestResourceStream(resource));
    }
}

/// <summary>How far the migrations of a database have come.</summary>
internal enum SchemaState
{
    /// <summary>None has run.</summary>
    Empty,

    /// <summary>Some have run.</summary>
    Older,

    /// <summary>All have run.</summary>
    Current,

    /// <summary>All have run, and some that this version does not know.</summary>
    Newer,

    /// <summary>Others have run than could have: the journal is damaged.</summary>
    Disordered,
}
