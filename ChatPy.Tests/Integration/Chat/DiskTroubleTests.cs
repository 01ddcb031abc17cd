using System.Diagnostics;
using ChatPy.Tests.Support;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Integration.Chat;

/// <summary>A whole node on a disk that really is full for a while: a small one in memory, which only root may mount.</summary>
public sealed class DiskTroubleTests
{
    private const int Messages = 100;

    [Fact]
    public async Task DiskFullWhileMessagesArrive_IsSaidAndAllOfThemArriveOnceThereIsRoom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk takes root on Linux.");
        using var a = new TemporaryDirectory();
        using var b = new TemporaryDirectory();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", b.Path);
        try
        {
            await FillAsync(a.Path, b.Path);
        }
        finally
        {
            // Lazily: a test that failed with files open must not leave the disk behind.
            await RunAsync("umount", "--lazy", b.Path);
        }
    }

    private static async Task FillAsync(string a, string b)
    {
        await using ChatNode anna = await ChatNode.StartAsync(a, "Anna");
        await using ChatNode bruno = await ChatNode.StartAsync(b, "Bruno");
        ConversationId id = (await bruno.Chat.ConnectAsync(anna.Address, cancellationToken: TestContext.Current.CancellationToken)).Conversation!.Value;
        await anna.WaitForAsync(snapshot => snapshot.Find(id)?.Link == LinkState.Secure);
        string ballast = Path.Combine(b, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[new DriveInfo(b).AvailableFreeSpace - (512 * 1024)], TestContext.Current.CancellationToken);

        for (int i = 0; i < Messages; i++) { await anna.SayAsync(id, $"{i} {new string('x', 16_000)}"); }
        await bruno.WaitForAsync(snapshot => !snapshot.Self.IsSaving);

        var watch = Stopwatch.StartNew();
        File.Delete(ballast);
        await bruno.WaitForAsync(snapshot => snapshot.Self.IsSaving && snapshot.Find(id)!.Recent.Count == Messages);
        await anna.WaitForAsync(snapshot => snapshot.Find(id)!.Recent.All(message => message.State == MessageState.Delivered));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(
            anna.Store.Current.Find(id)!.Recent.Select(message => message.Id), bruno.Store.Current.Find(id)!.Recent.Select(message => message.Id));
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using Process process = Process.Start(command, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.SkipUnless(process.ExitCode == 0, $"{command} is not allowed here.");
    }
}
