using System.Diagnostics.CodeAnalysis;
using System.Net;
using ChatPy.Transport.Connections;
using ChatPy.Transport.Handshake;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using Google.Protobuf;

namespace ChatPy.Transport.Discovery;

/// <summary>Turns what the network carries into <see cref="HeardAnnouncement"/>s, and what this machine says into bytes. Pure: no I/O, no clock.</summary>
internal static class AnnouncementCodec
{
    /// <summary>The longest datagram that counts, in bytes.</summary>
    public const int MaxBytes = 512;

    /// <summary>A datagram of at most <see cref="MaxBytes"/> bytes: of a longer nickname only the beginning goes out.</summary>
    /// <param name="own">Who this machine is.</param>
    /// <param name="nickname">What it calls itself.</param>
    /// <param name="port">Where it listens; 0 when it leaves.</param>
    /// <param name="asks">Whether the others shall say who they are.</param>
    public static byte[] Write(PeerId own, string nickname, int port, bool asks)
    {
        var announcement = new Announcement { Peer = ByteString.CopyFrom(own.ToByteArray()), Nickname = nickname, Port = (uint)port, Asks = asks };
        while (Banner.Prefix.Length + announcement.CalculateSize() > MaxBytes) { announcement.Nickname = Shorter(announcement.Nickname); }

        return [.. Banner.Prefix, .. announcement.ToByteArray()];
    }

    /// <summary>Reads a datagram; whatever else runs on that port is not one of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, IPAddress from, [NotNullWhen(true)] out HeardAnnouncement? heard)
    {
        heard = null;
        if (datagram.Length > MaxBytes || !datagram.StartsWith(Banner.Prefix)) { return false; }

        Announcement said;
        try { said = Announcement.Parser.ParseFrom(datagram[Banner.Prefix.Length..]); }
        catch (InvalidProtocolBufferException) { return false; }

        if (said.Peer.Length != PeerId.Bytes || said.Port > IPEndPoint.MaxPort) { return false; }

        var peer = new NearbyPeer(new PeerId(said.Peer.Span), Nickname.Clean(said.Nickname), PeerAddress.Of(new IPEndPoint(from, (int)said.Port)));
        heard = new HeardAnnouncement(peer, said.Asks);
        return true;
    }

    private static string Shorter(string name)
    {
        int half = name.Length / 2;
        return name[..(char.IsHighSurrogate(name[half - 1]) ? half - 1 : half)];
    }
}
