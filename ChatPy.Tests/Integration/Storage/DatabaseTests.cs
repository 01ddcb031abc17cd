using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPy.Tests.Integration.Storage;

public sealed class DatabaseTests : StoreTest
{
    [Fact]
    public void Open_ReaderAndWriter_HaveTheSettingsOfAStoreThatKeepsItsWord()
    {
        var database = new Database(DatabasePath, TimeSpan.FromSeconds(5));
        using SqliteConnection writer = database.OpenWriter();
        using SqliteConnection reader = database.OpenReader();

        foreach (SqliteConnection connection in (SqliteConnection[])[writer, reader])
        {
            Assert.Equal("wal", connection.QuerySingle<string>("PRAGMA journal_mode"));
            Assert.Equal(2, connection.QuerySingle<int>("PRAGMA synchronous"));
            Assert.Equal(1, connection.QuerySingle<int>("PRAGMA foreign_keys"));
            Assert.Equal(0, connection.QuerySingle<int>("PRAGMA trusted_schema"));
            Assert.Equal(1, connection.QuerySingle<int>("PRAGMA cell_size_check"));
            Assert.Equal(5000, connection.QuerySingle<int>("PRAGMA busy_timeout"));
            Assert.Equal(64 * 1024 * 1024, connection.QuerySingle<int>("PRAGMA journal_size_limit"));
            Assert.Equal(0, connection.QuerySingleOrDefault<int>("PRAGMA mmap_size"));
            Assert.Equal(1, connection.QuerySingle<int>("PRAGMA fullfsync"));
            Assert.Equal(1, connection.QuerySingle<int>("PRAGMA checkpoint_fullfsync"));
        }

        reader.Close();
        database.CloseReaders();
    }

    [Fact]
    public async Task OpenReader_CannotWrite()
    {
        await AppendAsync("salut");
        var database = new Database(DatabasePath, TimeSpan.FromSeconds(1));
        using (SqliteConnection reader = database.OpenReader())
        {
            Assert.Throws<SqliteException>(() => reader.Execute("DELETE FROM entry"));
        }

        database.CloseReaders();
    }

    [Fact]
    public void OpenReader_OutOfThePool_IsTheSameConnectionWithTheSameSettings()
    {
        var database = new Database(DatabasePath, TimeSpan.FromSeconds(5));
        SqliteConnection first = database.OpenReader();
        SQLitePCL.sqlite3 handle = first.Handle!;
        first.Dispose();

        using (SqliteConnection again = database.OpenReader())
        {
            Assert.Same(handle, again.Handle);
            Assert.Equal(1, again.QuerySingle<int>("PRAGMA query_only"));
            Assert.Equal(5000, again.QuerySingle<int>("PRAGMA busy_timeout"));
            Assert.Equal(0, again.QuerySingle<int>("PRAGMA trusted_schema"));
        }

        database.CloseReaders();
    }

    [Fact]
    public async Task OpenWriter_FileGone_DoesNotMakeANewHistory()
    {
        await CloseAsync();
        File.Delete(DatabasePath);

        Assert.Throws<SqliteException>(() => new Database(DatabasePath, TimeSpan.FromSeconds(1)).OpenWriter().Dispose());
        Assert.False(File.Exists(DatabasePath));
    }

    [Theory]
    [InlineData("display", "entry_in_display_order")]
    [InlineData("unread", "entry_by_arrival")]
    [InlineData("changes", "entry_change")]
    [InlineData("log", "sqlite_autoindex_entry_1")]
    [InlineData("id", "sqlite_autoindex_entry_2")]
    public void Schema_TheQuestionsAskedOften_AreAnsweredByAnIndexWithoutSorting(string question, string index)
    {
        string sql = question switch
        {
            "display" => "SELECT text FROM entry WHERE conversation = 1 AND is_message = 1 AND (clock, author, sequence) < (5, x'00', 1) ORDER BY clock DESC, author DESC, sequence DESC LIMIT 50",
            "changes" => "SELECT text FROM entry WHERE conversation = 1 AND is_message = 0 AND target IN (x'00', x'01')",
            "unread" => "SELECT count(*) FROM entry WHERE log = 1 AND is_message = 1 AND arrival > 5",
            "log" => "SELECT text FROM entry WHERE log = 1 AND sequence > 5 ORDER BY sequence LIMIT 50",
            _ => "SELECT arrival FROM entry WHERE conversation = 1 AND id = x'00'",
        };
        using SqliteConnection connection = new Database(DatabasePath, TimeSpan.FromSeconds(1)).OpenWriter();

        var plan = connection.Query<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {sql}").Select(step => step.Detail).ToList();

        Assert.Contains(plan, step => step.Contains($"INDEX {index}", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }
}
