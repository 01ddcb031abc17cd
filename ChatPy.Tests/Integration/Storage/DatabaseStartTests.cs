using System.Security.Cryptography;
using ChatPy.Transport;
using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ChatPy.Tests.Integration.Storage;

public sealed class DatabaseStartTests : StoreTest
{
    private readonly RecordingLogger _logger = new();

    internal override ILogger Logger => _logger;

    public static TheoryData<string> Damages => ["header", "random", "middle", "truncated", "empty", "text"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Open_DamagedFile_MovesItAsideUnchangedAndStartsAnew(string damage)
    {
        for (int i = 0; i < 50; i++) { await AppendAsync(new string('x', 1000)); }

        await CloseAsync();
        byte[] damaged = Damage(await File.ReadAllBytesAsync(DatabasePath, Cancel), damage);
        await File.WriteAllBytesAsync(DatabasePath, damaged, Cancel);

        Open();

        string aside = Assert.IsType<string>(Store.MovedAside);
        Assert.Equal($"{DatabasePath}.corrupt-20260731T090000Z", aside);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(aside, Cancel));
        Assert.Contains(_logger.Lines, line => line is (LogLevel.Error, 6002, _) && line.Text.Contains(aside, StringComparison.Ordinal));
        Assert.Empty((await Store.LoadAsync(Cancel)).Conversations);
        await Store.SaveConversationAsync(Properties(Talk), Cancel);
        Assert.Equal(1, (await AppendAsync("salut")).Sequence);

        await ReopenAsync();
        Assert.Null(Store.MovedAside);
        Assert.Single(await ReadAllAsync());
    }

    [Fact]
    public async Task Schema_AfterEveryMigration_IsTheOneInTheFile()
    {
        await CloseAsync();
        using SqliteConnection history = OpenFile();

        Assert.Equal(Soundness.CurrentSchema, Soundness.ReadSchema(history));
    }

    [Theory]
    [InlineData("UPDATE sqlite_schema SET sql = replace(sql, 'delivered_at', 'deLivfred_at') WHERE name = 'entry'")]
    [InlineData("UPDATE sqlite_schema SET sql = replace(sql, 'DEFAULT 0', 'DEFAULT 2') WHERE name = 'conversation'")]
    [InlineData("DELETE FROM SchemaVersions WHERE ScriptName LIKE '0002%'")]
    [InlineData("UPDATE SchemaVersions SET ScriptName = '0016_search.sql' WHERE ScriptName = '0006_search.sql'")]
    [InlineData("DELETE FROM SchemaVersions")]
    [InlineData("DROP TABLE SchemaVersions")]
    public async Task Open_SchemaThatIsNotOurs_MovesItAside(string damage)
    {
        await CloseAsync();
        using (SqliteConnection history = OpenFile()) { history.Execute($"PRAGMA writable_schema = ON; {damage}"); }

        Open();

        Assert.NotNull(Store.MovedAside);
        await Store.SaveConversationAsync(Properties(Talk), Cancel);
        Assert.Equal(1, (await AppendAsync("salut")).Sequence);
    }

    [Fact]
    public async Task Open_DamagedTwiceInOneSecond_KeepsBoth()
    {
        await CloseAsync();
        await File.WriteAllTextAsync(DatabasePath, "one", Cancel);
        await ReopenAsync();
        await CloseAsync();
        await File.WriteAllTextAsync(DatabasePath, "two", Cancel);

        Open();

        Assert.Equal(["one", "two"], Directory.GetFiles(Folder, "*.corrupt-*").Order().Select(File.ReadAllText));
    }

    [Fact]
    public async Task Open_DamagedFileWithALog_MovesTheLogWithIt()
    {
        await CloseAsync();
        await File.WriteAllTextAsync(DatabasePath, "not a database", Cancel);
        await File.WriteAllTextAsync(DatabasePath + "-wal", "its log", Cancel);

        Open();

        Assert.Equal("its log", await File.ReadAllTextAsync(Store.MovedAside + "-wal", Cancel));
    }

    [Fact]
    public async Task Open_AfterAStopWithoutClosing_FindsWhatWasInTheLog()
    {
        await AppendAsync("salut");
        string elsewhere = Path.Combine(Folder, "copy");
        Directory.CreateDirectory(elsewhere);
        foreach (string file in Directory.GetFiles(Folder)) { File.Copy(file, Path.Combine(elsewhere, Path.GetFileName(file))); }

        Assert.True(new FileInfo(Path.Combine(elsewhere, "history.db-wal")).Length > 0, "the case this is about");
        await using var copy = Web.Storage.SqliteMessageStore.Open(Path.Combine(elsewhere, "history.db"), TimeSpan.FromSeconds(1), Time, _logger);

        Assert.Null(copy.MovedAside);
        Assert.Equal("salut", Assert.Single(Assert.Single((await copy.LoadAsync(Cancel)).Conversations).Recent.Messages).Text);
    }

    [Fact]
    public async Task Open_HeldByAnotherProgram_SaysSoAndLeavesItAlone()
    {
        await AppendAsync("salut");
        await CloseAsync();
        using (SqliteConnection other = OpenFile())
        {
            other.Execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE conversation SET title = title");

            StartException failure = Assert.Throws<StartException>(Open);

            Assert.Contains("in use by another program", failure.Message, StringComparison.Ordinal);
        }

        Open();
        Assert.Single(await ReadAllAsync());
        Assert.Empty(Directory.GetFiles(Folder, "*.corrupt-*"));
    }

    [Fact]
    public async Task Open_WrittenByANewerVersion_SaysSoAndLeavesItAlone()
    {
        await CloseAsync();
        using (SqliteConnection later = OpenFile())
        {
            later.Execute("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_from_the_future.sql', '2030-01-01')");
        }

        byte[] before = SHA256.HashData(await File.ReadAllBytesAsync(DatabasePath, Cancel));

        StartException failure = Assert.Throws<StartException>(Open);

        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(DatabasePath, Cancel)));
    }

    [Fact]
    public async Task Open_NotAFile_SaysThatItCannotBeRead()
    {
        await CloseAsync();
        File.Delete(DatabasePath);
        Directory.CreateDirectory(DatabasePath);

        StartException failure = Assert.Throws<StartException>(Open);

        Assert.Contains(DatabasePath, failure.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(DatabasePath));
    }

    [Fact]
    public async Task Open_Again_RunsNoMigrationTwice()
    {
        await ReopenAsync();
        await ReopenAsync();

        Assert.Single(_logger.Lines, line => line.Id == 6001);
    }

    private static byte[] Damage(byte[] sound, string kind)
    {
        byte[] bytes = [.. sound];
        var random = new Random(42);
        switch (kind)
        {
            case "header": bytes.AsSpan(0, 100).Clear(); break;
            case "random": random.NextBytes(bytes); break;
            case "middle": random.NextBytes(bytes.AsSpan(4096, 8192)); break;
            case "truncated": return bytes[..(bytes.Length / 2)];
            case "empty": return [];
            default: return "This is not a database."u8.ToArray();
        }

        return bytes;
    }
}
