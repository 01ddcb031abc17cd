using ChatPy.Tests.Support;
using ChatPy.Web.Hosting;

namespace ChatPy.Tests.Unit.Hosting;

public sealed class PageKeysTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("<key id=\"")]
    [InlineData("\0\0\0\0")]
    public void Open_KeyThatAPowerCutLeftHalfWritten_IsDeletedAndSoundOnesStay(string damaged)
    {
        string folder = PageKeys.Open(_data.Path).FullName;
        File.WriteAllText(Path.Combine(folder, "key-damaged.xml"), damaged);
        File.WriteAllText(Path.Combine(folder, "key-sound.xml"), "<key />");

        PageKeys.Open(_data.Path);

        Assert.Equal(["key-sound.xml"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }
}
