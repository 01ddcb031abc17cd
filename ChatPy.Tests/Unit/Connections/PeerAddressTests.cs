using ChatPy.Transport.Connections;

namespace ChatPy.Tests.Unit.Connections;

public sealed class PeerAddressTests
{
    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2", 4242)]
    [InlineData(" 10.0.0.2 ", "10.0.0.2", 4242)]
    [InlineData("10.0.0.2:4243", "10.0.0.2", 4243)]
    [InlineData("192.168.001.010", "192.168.1.10", 4242)]
    [InlineData("10.0.0.08:4243", "10.0.0.8", 4243)]
    [InlineData("host.local", "host.local", 4242)]
    [InlineData("HOST.local:65535", "host.local", 65535)]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("::1", "::1", 4242)]
    [InlineData("[::1]", "::1", 4242)]
    [InlineData("[fe80::1%eth0]:4242", "fe80::1%eth0", 4242)]
    [InlineData("[fe80::1%Ethernet_2]:4243", "fe80::1%Ethernet_2", 4243)]
    [InlineData("fe80::1%eth0", "fe80::1%eth0", 4242)]
    [InlineData("poste-12", "poste-12", 4242)]
    public void TryParse_WhatPeopleType_IsRead(string text, string host, int port)
    {
        Assert.True(PeerAddress.TryParse(text, 4242, out PeerAddress? address));
        Assert.Equal(new PeerAddress(host, port), address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.2.3")]
    [InlineData("1234")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("10.0.0.2:")]
    [InlineData("10.0.0.2:0")]
    [InlineData("10.0.0.2:65536")]
    [InlineData("10.0.0.2:-1")]
    [InlineData("10.0.0.2:4242:4242")]
    [InlineData("[10.0.0.2]:4242")]
    [InlineData("[::1")]
    [InlineData("[::1]4242")]
    [InlineData("[fe80::1%]:4242")]
    [InlineData("http://10.0.0.2")]
    [InlineData("10.0.0.2/24")]
    [InlineData("two words")]
    [InlineData("-dash.local")]
    [InlineData("dot..dot")]
    public void TryParse_Nonsense_IsRefused(string? text) => Assert.False(PeerAddress.TryParse(text, 4242, out _));

    [Theory]
    [InlineData("10.0.0.2:4242")]
    [InlineData("[fe80::1%eth0]:4242")]
    [InlineData("host.local:4243")]
    public void ToString_IsWhatTryParseReads(string text)
    {
        Assert.True(PeerAddress.TryParse(text, 1, out PeerAddress? address));
        Assert.Equal(text, address.ToString());
    }
}
