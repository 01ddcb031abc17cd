using System.Runtime.Versioning;
using ChatPy.Transport;
using ChatPy.Web.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPy.Tests.Integration.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpy-data-");

    public static bool HasModes => !OperatingSystem.IsWindows();

    private string Wanted => Path.Combine(_folder.FullName, "some", "where");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_NotThereYet_IsMadeForItsOwnerOnly()
    {
        using DataDirectory directory = DataDirectory.Open(Wanted, NullLogger.Instance);

        Assert.Equal(Wanted, directory.Path);
        Assert.True(Directory.Exists(Wanted));
        if (!OperatingSystem.IsWindows()) { Assert.Equal(OwnerOnly, File.GetUnixFileMode(Wanted)); }
    }

    [Fact(SkipUnless = nameof(HasModes), Skip = "Windows has no such modes.")]
    [UnsupportedOSPlatform("windows")]
    public void Open_OpenToOthers_IsTightenedAndSaid()
    {
        Directory.CreateDirectory(Wanted);
        File.SetUnixFileMode(Wanted, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherExecute);
        var logger = new RecordingLogger();

        using DataDirectory directory = DataDirectory.Open(Wanted, logger);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Wanted));
        Assert.Contains(logger.Lines, line => line is (LogLevel.Warning, 6003, _));
    }

    [Fact(SkipUnless = nameof(HasModes), Skip = "Windows has no such modes.")]
    [UnsupportedOSPlatform("windows")]
    public void Open_SharedByAllUsers_IsRefusedAndLeftAsItIs()
    {
        Directory.CreateDirectory(Wanted);
        UnixFileMode shared = OwnerOnly | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.StickyBit;
        File.SetUnixFileMode(Wanted, shared);

        StartException failure = Assert.Throws<StartException>(() => DataDirectory.Open(Wanted, NullLogger.Instance));

        Assert.Contains("ChatPy:DataDirectory", failure.Message, StringComparison.Ordinal);
        Assert.Equal(shared, File.GetUnixFileMode(Wanted));
    }

    [Fact]
    public void Open_Twice_TheSecondIsToldWhatToDo()
    {
        using (DataDirectory.Open(Wanted, NullLogger.Instance))
        {
            StartException failure = Assert.Throws<StartException>(() => DataDirectory.Open(Wanted, NullLogger.Instance));

            Assert.StartsWith($"Another ChatPy is using {Wanted}.", failure.Message, StringComparison.Ordinal);
            Assert.Contains("ChatPy:DataDirectory", failure.Message, StringComparison.Ordinal);
        }

        DataDirectory.Open(Wanted, NullLogger.Instance).Dispose();
    }

    [Fact]
    public void Open_AFile_SaysThatItIsOne()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Contains("a file, not a folder", Assert.Throws<StartException>(() => DataDirectory.Open(file, NullLogger.Instance)).Message, StringComparison.Ordinal);
        Assert.Throws<StartException>(() => DataDirectory.Open(Path.Combine(file, "below"), NullLogger.Instance));
    }

    [Fact]
    public void Open_NotWritable_SaysWhichSettingMendsIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a folder in which not even root can write.");

        StartException failure = Assert.Throws<StartException>(() => DataDirectory.Open("/sys/chatpy-test", NullLogger.Instance));

        Assert.Contains("/sys/chatpy-test", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ChatPy:DataDirectory", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home/ada", "nfs", true)]
    [InlineData("/home/ada", "CIFS", true)]
    [InlineData(@"\\server\ada", "NTFS", true)]
    [InlineData("/home/ada", "ext4", false)]
    [InlineData(@"C:\Users\Ada", "NTFS", false)]
    public void IsRemote_DisksOfOtherMachines_Are(string path, string format, bool isRemote) => Assert.Equal(isRemote, DataDirectory.IsRemote(path, format));

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    public void Resolve_AccountWithoutAHome_SaysWhichSettingIsNeeded(string userData) => Assert.Contains(
        "ChatPy:DataDirectory", Assert.Throws<StartException>(() => DataDirectory.Resolve("", userData)).Message, StringComparison.Ordinal);

    [Fact]
    public void Resolve_Nothing_IsChatPysFolderAmongTheUsers() =>
        Assert.Equal(Path.Combine(_folder.FullName, "chatpy"), DataDirectory.Resolve(" ", _folder.FullName));

    [Fact]
    public void Resolve_Relative_StandsInTheWorkingDirectory() =>
        Assert.Equal(Path.Combine(Directory.GetCurrentDirectory(), "mine"), DataDirectory.Resolve("mine", ""));
}
