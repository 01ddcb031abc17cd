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
}
