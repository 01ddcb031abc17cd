using ChatPy.Faults.Nodes;
using Microsoft.Data.Sqlite;

namespace ChatPy.Faults.Ledgers;

/// <summary>Looks into the databases themselves.</summary>
internal static class Integrity
{
    /// <summary>Runs SQLite's own check over the histories of nodes that do not run.</summary>
    public static async Task CheckAsync(FaultRun run, params IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            string file = Path.Combine(node.Settings.DataDirectory, "history.db");
            await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            await connection.OpenAsync(run.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            if (await command.ExecuteScalarAsync(run.CancellationToken) is not "ok") { run.Break($"the database of {node.Name} is damaged"); }
            if (Directory.EnumerateFiles(node.Settings.DataDirectory, "*.corrupt-*").Any()) { run.Break($"a database of {node.Name} was taken for damaged"); }
        }
    }
}
