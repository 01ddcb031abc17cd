using System.Net;
using System.Text;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Discovery;
using ChatPy.Transport.Identity;

namespace ChatPy.Tests.Unit.Discovery;

public sealed class AnnouncementCodecTests
{
    private static readonly PeerId s_lea = new([.. Enumerable.Range(1, PeerId.Bytes).Select(static number => (byte)number)]);
    private static readonly IPAddress s_from = IPAddress.Parse("10.0.0.2");

    [Theory]
    [InlineData("Léa", 4242, true, false)]
    [InlineData("", 65535, false, false)]
    [InlineData("Léa", 0, false, true)]
    public void Announcement_WrittenAndRead_SaysTheSame(string nickname, int port, bool asks, bool isLeaving)
    {
        Assert.True(AnnouncementCodec.TryRead(AnnouncementCodec.Write(s_lea, nickname, port, asks), s_from, out HeardAnnouncement? heard));

        Assert.Equal(new HeardAnnouncement(new NearbyPeer(s_lea, nickname, new PeerAddress("10.0.0.2", port)), asks), heard);
        Assert.Equal(isLeaving, heard.IsLeaving);
    }

    [Fact]
    public void Write_TheLongestNames_FitsOneDatagram()
    {
        string longest = Nickname.Clean(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", Nickname.MaxLength)));

        byte[] datagram = AnnouncementCodec.Write(s_lea, longest, 4242, asks: true);

        Assert.InRange(datagram.Length, 1, AnnouncementCodec.MaxBytes);
        Assert.True(AnnouncementCodec.TryRead(datagram, s_from, out HeardAnnouncement? heard));
        Assert.StartsWith("👩", heard.Peer.Nickname, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ANameThatIsNotFitToBeShown_IsCleaned()
    {
        Assert.True(AnnouncementCodec.TryRead(AnnouncementCodec.Write(s_lea, "T\u202Eom\n\u0007", 4242, asks: false), s_from, out HeardAnnouncement? heard));

        Assert.Equal("Tom", heard.Peer.Nickname);
    }

    public static TheoryData<byte[]> NotOurs =>
    [
        Array.Empty<byte>(),
        "ChatPy/1 "u8.ToArray(),
        "M-SEARCH * HTTP/1.1\r\n"u8.ToArray(),
        AnnouncementCodec.Write(s_lea, "Léa", 4242, asks: false)[1..],
        AnnouncementCodec.Write(s_lea, "Léa", 4242, asks: false)[..^1],
        AnnouncementCodec.Write(s_lea, "Léa", 70_000, asks: false),
        (byte[])[.. AnnouncementCodec.Write(s_lea, "Léa", 4242, asks: false), .. new byte[AnnouncementCodec.MaxBytes]],
        (byte[])[.. "ChatPy/1 "u8, 10, 31, .. s_lea.ToByteArray()[..31], 24, 1],   // a PeerId that is a byte short
        Encoding.ASCII.GetBytes("ChatPy/1 ready. Type a message and press Enter; /help lists commands.\n"),
    ];

    [Theory]
    [MemberData(nameof(NotOurs))]
    public void Read_WhateverElseComes_IsNotOurs(byte[] datagram) => Assert.False(AnnouncementCodec.TryRead(datagram, s_from, out _));

    [Fact]
    public void Read_AnyBytes_NeverThrows()
    {
        var random = new Random(4242);
        byte[] real = AnnouncementCodec.Write(s_lea, "Léa", 4242, asks: true);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] datagram = [.. real, .. new byte[random.Next(8)]];
            for (int change = random.Next(1, 6); change > 0; change--) { datagram[random.Next(datagram.Length)] = (byte)random.Next(256); }

            AnnouncementCodec.TryRead(datagram.AsSpan(0, random.Next(datagram.Length + 1)), s_from, out _);
        }
    }
}
