namespace ChatPy.Tests.Integration.Storage;

/// <summary>The write-ahead log has its length before anything stands in it: a commit that makes it longer costs the disk several times as much.</summary>
public sealed class RoomInLogTests : StoreTest
{
    private string LogPath => DatabasePath + "-wal";

    [Fact]
    public async Task Append_AHundredTimes_MakesTheLogNoLonger()
    {
        await AppendAsync("salut");
        long before = new FileInfo(LogPath).Length;

        for (int i = 0; i < 100; i++) { await AppendAsync($"{i}"); }

        Assert.InRange(before, 4_000_000, 5_000_000);
        Assert.Equal(before, new FileInfo(LogPath).Length);
    }

    [Fact]
    public async Task Append_MoreThanTheLogHolds_BeginsItAnew()
    {
        await AppendAsync("salut");
        long before = new FileInfo(LogPath).Length;

        for (int i = 0; i < 500; i++) { await AppendAsync($"{i}"); }

        Assert.InRange(new FileInfo(LogPath).Length, before, before * 1.1);
        Assert.Equal(501, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Close_TakesTheLogAway()
    {
        await AppendAsync("salut");

        await CloseAsync();

        Assert.False(File.Exists(LogPath));
    }

    /// <summary>As after a kill before the first commit.</summary>
    [Fact]
    public async Task Open_ALogOfNothingButZeros_IsEmpty()
    {
        await AppendAsync("salut");
        await CloseAsync();
        await File.WriteAllBytesAsync(LogPath, new byte[100_000], Cancel);

        Open();

        Assert.Null(Store.MovedAside);
        Assert.Equal("salut", Assert.Single(await ReadAllAsync()).Text);
    }
}
