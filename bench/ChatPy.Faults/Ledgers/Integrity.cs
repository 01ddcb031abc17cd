using ChatPy.Faults.Nodes;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
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
            await using SqliteConnection connection = await OpenAsync(run, node);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            if (await command.ExecuteScalarAsync(run.CancellationToken) is not "ok") { run.Break($"the database of {node.Name} is damaged"); }
            if (Directory.EnumerateFiles(node.Settings.DataDirectory, "*.corrupt-*").Any()) { run.Break($"a database of {node.Name} was taken for damaged"); }
        }
    }

    /// <summary>The messages that the disk of a node that does not run holds.</summary>
    public static async Task<IReadOnlyList<Guid>> ReadIdsAsync(FaultRun run, Node node)
    {
        await using SqliteConnection connection = await OpenAsync(run, node);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM entry";
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(run.CancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(run.CancellationToken)) { ids.Add(new Guid(reader.GetFieldValue<byte[]>(0), bigEndian: true)); }

        return ids;
    }

    /// <summary>How many entries of a conversation the disk of a node holds, which may run.</summary>
    public static async Task<long> CountAsync(FaultRun run, Node node, ConversationId conversation)
    {
        await using SqliteConnection connection = await OpenAsync(run, node);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM entry e JOIN conversation c ON c.number = e.conversation WHERE c.id = @id";
        command.Parameters.AddWithValue("@id", conversation.ToColumn());
        return (long)(await command.ExecuteScalarAsync(run.CancellationToken))!;
    }

    private static async Task<SqliteConnection> OpenAsync(FaultRun run, Node node)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(node.Settings.DataDirectory, "history.db")};Pooling=False");
        await connection.OpenAsync(run.CancellationToken);
        return connection;
    }
}
