using System.Runtime.Versioning;
using ChatPy.Transport;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ChatPy.Tests.Integration.Storage;

public sealed class BackupsTests : StoreTest
{
    public static bool HasModes => !OperatingSystem.IsWindows();

    private Backups Backups => new(Folder, Time, Logger);

    private string[] Copies => [.. Directory.GetFiles(Backups.Folder).Select(Path.GetFileName).Order()!];

    [Fact]
    public async Task MakeIfDue_HistoryInUse_MakesOneSoundFileOfTheDay()
    {
        await AppendAsync("un");
        await AppendAsync("deux");

        string? copy = Backups.MakeIfDue();

        Assert.Equal(Path.Combine(Folder, "backups", "history-20260731.db"), copy);
        Assert.Equal(["history-20260731.db"], Copies);
        Assert.Equal(["un", "deux"], await TextsAsync(copy!));
        await AppendAsync("trois");   // and the history goes on
    }

    [Fact]
    public async Task MakeIfDue_NothingWritten_MakesNone()
    {
        Assert.Null(Backups.MakeIfDue());
        await AppendAsync("un");
        Assert.NotNull(Backups.MakeIfDue());
    }

    [Fact]
    public async Task MakeIfDue_OnceADay_KeepsSeven()
    {
        await AppendAsync("un");
        for (int hour = 0; hour < 24 * 10; hour++)
        {
            Backups.MakeIfDue();
            Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(Enumerable.Range(3, 7).Select(day => $"history-202608{day:00}.db"), Copies);
    }

    [Fact]
    public async Task MakeIfDue_AfterTheClockWasWrong_MakesOneAgain()
    {
        await AppendAsync("un");
        Assert.NotNull(Backups.MakeIfDue());
        File.SetLastWriteTimeUtc(Path.Combine(Backups.Folder, "history-20260731.db"), new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.NotNull(Backups.MakeIfDue());
    }

    [Fact]
    public async Task MakeIfDue_AfterAWeekWithAClockThatWasAhead_KeepsWhatIsMadeNow()
    {
        await AppendAsync("un");
        var ahead = new FakeTimeProvider(Time.GetUtcNow().AddYears(1));
        for (int day = 0; day < ChatPy.Web.Storage.Backups.Kept; day++, ahead.Advance(TimeSpan.FromDays(1))) { new Backups(Folder, ahead, Logger).MakeIfDue(); }

        Assert.NotNull(Backups.MakeIfDue());

        Assert.Equal(ChatPy.Web.Storage.Backups.Kept, Copies.Length);
        Assert.Contains("history-20260731.db", Copies);
        Assert.Null(Backups.MakeIfDue());
    }

    [Fact]
    public async Task MakeIfDue_KilledHalfWayBefore_CleansUp()
    {
        await AppendAsync("un");
        Directory.CreateDirectory(Backups.Folder);
        await File.WriteAllTextAsync(Path.Combine(Backups.Folder, "history-20260730.db.part"), "half", Cancel);

        Backups.MakeIfDue();

        Assert.Equal(["history-20260731.db"], Copies);
    }

    [Fact]
    public async Task Restore_OfACopy_PutsItInPlaceAndKeepsWhatWasThere()
    {
        await AppendAsync("un");
        string copy = Backups.MakeIfDue()!;
        await AppendAsync("deux");
        await CloseAsync();

        string? aside = Backups.Restore(copy);

        Assert.Equal(DatabasePath + ".before-restore-20260731T090000Z", aside);
        Assert.Equal(["un", "deux"], await TextsAsync(aside!));
        Open();
        Assert.Null(Store.MovedAside);
        Assert.Equal(["un"], (await ReadAllAsync()).Select(entry => entry.Text));
        Assert.True(File.Exists(copy));
    }

    [Fact]
    public async Task Restore_OfAHistoryWithItsLogBesideIt_LosesNothingOfIt()
    {
        await AppendAsync("un");
        string elsewhere = Directory.CreateDirectory(Path.Combine(Folder, "elsewhere")).FullName;
        foreach (string file in Directory.GetFiles(Folder, "history.db*")) { File.Copy(file, Path.Combine(elsewhere, Path.GetFileName(file))); }
        await CloseAsync();
        File.Delete(DatabasePath);

        Assert.Null(Backups.Restore(Path.Combine(elsewhere, "history.db")));

        Open();
        Assert.Equal(["un"], (await ReadAllAsync()).Select(entry => entry.Text));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("text")]
    [InlineData("empty")]
    [InlineData("another database")]
    [InlineData("damaged")]
    [InlineData("newer")]
    public async Task Restore_OfWhatIsNoSoundHistory_IsRefusedAndChangesNothing(string what)
    {
        for (int i = 0; i < 50; i++) { await AppendAsync(new string('x', 2000)); }
        await CloseAsync();
        byte[] before = await File.ReadAllBytesAsync(DatabasePath, Cancel);
        string file = Path.Combine(Folder, "given");
        switch (what)
        {
            case "text": await File.WriteAllTextAsync(file, new string('x', 5000), Cancel); break;
            case "empty": await File.WriteAllTextAsync(file, "", Cancel); break;
            case "another database": Run(file, "CREATE TABLE entry (text TEXT)"); break;
            case "damaged":
                byte[] damaged = [.. before];
                damaged.AsSpan(4096, damaged.Length - 8192).Fill(0x5A);
                await File.WriteAllBytesAsync(file, damaged, Cancel);
                break;
            case "newer":
                File.Copy(DatabasePath, file);
                Run(file, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_newer.sql', '2030-01-01')");
                break;
        }

        Assert.Throws<StartException>(() => Backups.Restore(file));

        Assert.Equal(before, await File.ReadAllBytesAsync(DatabasePath, Cancel));
        Assert.Equal([DatabasePath], Directory.GetFiles(Folder, "history.db*"));
    }

    [Fact(SkipUnless = nameof(HasModes), Skip = "Windows has no such modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_OfHistoryAndCopies_AreTheirOwnersOnly()
    {
        await AppendAsync("un");
        Backups.MakeIfDue();

        string[] files = [.. Directory.GetFiles(Folder, "history.db*"), .. Directory.GetFiles(Backups.Folder)];
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));

        await CloseAsync();
        File.SetUnixFileMode(DatabasePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabasePath));
    }

    private async Task<IEnumerable<string>> TextsAsync(string path)
    {
        await using SqliteMessageStore copy = SqliteMessageStore.Open(path, TimeSpan.FromSeconds(1), Time, Logger);
        Assert.Null(copy.MovedAside);
        return (await copy.ReadLogAsync(Talk, Me, 0, 100, Cancel)).Select(entry => entry.Text);
    }

    private void Run(string file, string sql)
    {
        using SqliteConnection connection = OpenFile(file);
        connection.Execute(sql);
    }
}
