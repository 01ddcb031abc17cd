using System.Diagnostics;
using ChatPy.Tests.Support;

namespace ChatPy.Tests.EndToEnd;

/// <summary>Every way a dial can fail has its own word.</summary>
[Trait("Category", "E2E")]
public sealed class ConnectErrorTests(LonelyPage lonely) : IClassFixture<LonelyPage>
{
    /// <summary>A dial gives up after 5 s, the system by itself after two minutes; the rest is for a page on a busy machine.</summary>
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    /// <summary>A reason and an address that gives it; {0} stands for our own port.</summary>
    public static TheoryData<string, string> Addresses
    {
        get
        {
            TheoryData<string, string> everywhere = new()
            {
                { "name", "nobody-has-this-name.invalid" },
                { "unreachable", "[fe80::1%nosuch0]:4242" },
                { "self", "127.0.0.1:{0}" },
                { "refused", "127.0.0.1:1" },
                { "invalid", "10.0.0.256" },
                { "invalid", "10.0.0.2:99999" },
                { "invalid", "http://10.0.0.2/" },
                { "invalid", "two words" },
            };
            if (!NetworkNamespaces.AreAllowed) { return everywhere; }

            everywhere.Add("refused", $"{NetworkNamespaces.SecondAddress}:4242");
            everywhere.Add("timeout", NetworkNamespaces.SilentAddress);
            everywhere.Add("unreachable", NetworkNamespaces.NobodysAddress);
            everywhere.Add("unreachable", "10.78.0.1");
            everywhere.Add("self", $"{NetworkNamespaces.FirstAddress}:{{0}}");
            return everywhere;
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Dialling_InVain_SaysWhyInTime(string reason, string address)
    {
        await using ChatPage page = await lonely.OpenTabAsync();
        long start = Stopwatch.GetTimestamp();

        string shown = await page.DialInVainAsync(string.Format(null, address, lonely.PeerPort));

        Assert.Equal(reason, shown);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_bound);
        Assert.Equal(0, await page.Conversations.CountAsync());
    }
}
