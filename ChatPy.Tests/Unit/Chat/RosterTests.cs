using ChatPy.Tests.Components.Support;
using ChatPy.Tests.Integration.Chat;
using ChatPy.Transport.Connections;
using ChatPy.Web.Chat;

namespace ChatPy.Tests.Unit.Chat;

public sealed class RosterTests
{
    [Theory]
    [InlineData("10.0.0.2:4242", true, true)]
    [InlineData("10.0.0.2:50000", false, true)]
    [InlineData("10.0.0.3:4242", false, false)]
    public void Load_AddressOfAChatPy_MakesTheAddressAndItsMachineKnown(string address, bool isKnownAddress, bool isKnownHost)
    {
        var roster = new Roster(new ChatStore(), messages: null!);
        Assert.True(PeerAddress.TryParse(address, defaultPort: 4242, out PeerAddress? asked));

        roster.Load(new StoredChat([], new Dictionary<string, string> { ["chatpy-address 10.0.0.2:4242"] = "ab", ["nickname"] = "Anna" }));

        Assert.Equal(isKnownAddress, roster.IsKnownAddress(asked));
        Assert.Equal(isKnownHost, roster.IsKnownHost(asked.Host));
    }

    [Fact]
    public async Task Remember_TheDiskRefusesAtFirst_IsWrittenTheNextTime()
    {
        bool isFull = true;
        List<string> written = [];
        IMessageStore disk = ChangedStore.Of(null!, (_, given) =>
        {
            if (isFull) { return Task.FromException(new StorageException("The disk is full.")); }
            written.Add((string)given[0]!);
            return Task.CompletedTask;
        });
        var roster = new Roster(new ChatStore(), disk);
        Assert.True(PeerAddress.TryParse("10.0.0.2", defaultPort: 4242, out PeerAddress? met));
        await Assert.ThrowsAsync<StorageException>(() => roster.RememberAsync(met, Sample.Me, TestContext.Current.CancellationToken));

        isFull = false;
        await roster.RememberAsync(met, Sample.Me, TestContext.Current.CancellationToken);
        await roster.RememberAsync(met, Sample.Me, TestContext.Current.CancellationToken);

        Assert.Equal(["chatpy-address 10.0.0.2:4242"], written);
    }
}
