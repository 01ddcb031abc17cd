using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Tests.Support;
using ChatPy.Transport;
using ChatPy.Transport.Identity;

namespace ChatPy.Tests.Unit.Identity;

public sealed class IdentityKeyTests
{
    [Fact]
    public void LoadOrCreate_SecondStart_IsTheSamePeer()
    {
        using var directory = new TemporaryDirectory();
        using var first = IdentityKey.LoadOrCreate(directory.Path);
        using var second = IdentityKey.LoadOrCreate(directory.Path);

        Assert.Equal(first.PeerId, second.PeerId);
        Assert.True(second.Certificate.HasPrivateKey);
    }

    [Fact]
    public void LoadOrCreate_OtherDirectory_IsAnotherPeer()
    {
        using var here = new TemporaryDirectory();
        using var there = new TemporaryDirectory();
        using var one = IdentityKey.LoadOrCreate(here.Path);
        using var other = IdentityKey.LoadOrCreate(there.Path);

        Assert.NotEqual(one.PeerId, other.PeerId);
    }

    [Fact]
    public void PeerId_IsTheHashOfThePublicKeyAlone()
    {
        using var directory = new TemporaryDirectory();
        using var key = IdentityKey.LoadOrCreate(directory.Path);
        using ECDsa publicKey = key.Certificate.GetECDsaPublicKey()!;

        Assert.Equal(new PeerId(SHA256.HashData(publicKey.ExportSubjectPublicKeyInfo())), key.PeerId);
    }

    [Fact]
    public void LoadOrCreate_NewKey_IsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows()) { return; }   // no file modes there
        using var directory = new TemporaryDirectory();
        using var key = IdentityKey.LoadOrCreate(directory.Path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOfKey(directory)));
        Assert.Single(Directory.GetFiles(directory.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void LoadOrCreate_KeyThatOthersCanRead_IsRefusedWithTheCommandThatMendsIt(UnixFileMode extra)
    {
        if (OperatingSystem.IsWindows()) { return; }   // no file modes there
        using var directory = new TemporaryDirectory();
        IdentityKey.LoadOrCreate(directory.Path).Dispose();
        File.SetUnixFileMode(PathOfKey(directory), UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        var refused = Assert.Throws<StartException>(() => IdentityKey.LoadOrCreate(directory.Path));

        Assert.Contains($"chmod 600 '{PathOfKey(directory)}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadOrCreate_DamagedKey_IsRefusedAndLeftAlone()
    {
        using var directory = new TemporaryDirectory();
        IdentityKey.LoadOrCreate(directory.Path).Dispose();
        string damaged = File.ReadAllText(PathOfKey(directory))[..200];
        File.WriteAllText(PathOfKey(directory), damaged);

        var refused = Assert.Throws<StartException>(() => IdentityKey.LoadOrCreate(directory.Path));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, File.ReadAllText(PathOfKey(directory)));
    }

    private static string PathOfKey(TemporaryDirectory directory) => Path.Combine(directory.Path, IdentityKey.FileName);
}
