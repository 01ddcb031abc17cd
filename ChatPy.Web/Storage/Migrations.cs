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
    private const string Journal = "SchemaVersions";

    /// <exception cref="StartException">The database was written by a newer ChatPy.</exception>
    public static void Apply(SqliteConnection connection, ILogger logger)
    {
        SqlScript[] scripts = [.. Scripts()];
        HashSet<string> done = Done(connection);
        if (done.Except(scripts.Select(script => script.Name)).Any())
        {
            throw new StartException(
                $"The history {connection.DataSource} was written by a newer version of ChatPy. Start that version, or give this one another folder with the setting ChatPy:DataDirectory. Nothing was changed.");
        }

        if (done.Count == scripts.Length) { return; }

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
