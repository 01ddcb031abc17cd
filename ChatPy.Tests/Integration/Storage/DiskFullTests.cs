using System.Diagnostics;
using ChatPy.Web.Chat;
using ChatPy.Web.Storage;

namespace ChatPy.Tests.Integration.Storage;

/// <summary>A disk that really is full: a small one in memory, which only root may mount.</summary>
public sealed class DiskFullTests : StoreTest
{
    [Fact]
    public async Task Append_DiskFull_FailsWithoutLosingAnythingAndWorksOnceThereIsRoom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk takes root on Linux; GroupWriterTests have the same without one.");
        string disk = Directory.CreateDirectory(Path.Combine(Folder, "disk")).FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk);
        try
        {
            await FillAsync(disk);
        }
        finally
        {
            // Lazily: a test that failed with files open must not leave the disk behind.
            await RunAsync("umount", "--lazy", disk);
        }
    }

    private async Task FillAsync(string disk)
    {
        string path = Path.Combine(disk, "history.db");
        string ballast = Path.Combine(disk, "ballast");
        List<Guid> stored = [];
        await using (SqliteMessageStore store = SqliteMessageStore.Open(path, TimeSpan.FromSeconds(1), Time, Logger))
        {
            await store.SaveConversationAsync(Properties(Talk), Cancel);
            await File.WriteAllBytesAsync(ballast, new byte[1024 * 1024], Cancel);

            StorageException failure = await Assert.ThrowsAsync<StorageException>(async () =>
            {
                while (true) { stored.Add((await AppendAsync(store)).Id); }
            });
            await Assert.ThrowsAsync<StorageException>(() => AppendAsync(store));
            Assert.Contains("full", failure.Message, StringComparison.Ordinal);

            File.Delete(ballast);
            for (int i = 0; i < 5; i++) { stored.Add((await AppendAsync(store)).Id); }
        }

        await using SqliteMessageStore again = SqliteMessageStore.Open(path, TimeSpan.FromSeconds(1), Time, Logger);
        Assert.Null(again.MovedAside);
        IReadOnlyList<Entry> log = await again.ReadLogAsync(Talk, Me, 0, int.MaxValue, Cancel);
        Assert.Equal(stored, log.Select(entry => entry.Id));
        Assert.Equal(Enumerable.Range(1, stored.Count), log.Select(entry => (int)entry.Sequence));
    }

    private static Task<Entry> AppendAsync(SqliteMessageStore store) =>
        store.AppendAsync(Talk, Me, new Draft(Guid.CreateVersion7(), new string('x', ChatLimits.MaxTextBytes)), Cancel);

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using Process process = Process.Start(command, arguments);
        await process.WaitForExitAsync(Cancel);
        Assert.SkipUnless(process.ExitCode == 0, $"{command} is not allowed here.");
    }
}
