using System.ComponentModel.DataAnnotations;

namespace ChatPy.Transport;

/// <summary>Settings of the wire, section <c>ChatPy</c>. Only the first three are meant for people; the others are limits with their defaults.</summary>
public sealed class TransportOptions
{
    /// <summary>The configuration section all of ChatPy shares.</summary>
    public const string Section = "ChatPy";

    /// <summary>The TCP port peers connect to. 0 takes a free one, for tests. Default 4242, the club's port.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 4242;

    /// <summary>The local address peers connect to; <c>any</c> (the default) is every IPv4 and IPv6 address of this machine.</summary>
    [IpAddressOrAny]
    public string ListenAddress { get; set; } = "any";

    /// <summary>The UDP port on which machines find each other. Default 4242; 0 to neither seek nor be found.</summary>
    [Range(0, 65535)]
    public int DiscoveryPort { get; set; } = 4242;

    /// <summary>How long a dial may take to connect. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a dialler waits for the first line of an address it does not know. Default 1 s.</summary>
    public TimeSpan BannerTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a dialler waits for the first line of an address known to be ChatPy. Default 10 s.</summary>
    public TimeSpan KnownBannerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an accepted connection may stay silent before it counts as a plain peer that listens. Default 2 s; a slow ChatPy may still begin TLS later.</summary>
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long TLS may take. Default 10 s.</summary>
    public TimeSpan TlsTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long HELLO and WELCOME may take once TLS stands. Default 5 s.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Silence after which a ping is sent. Default 15 s.</summary>
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence after which a session counts as dead. Default 45 s.</summary>
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a peer may leave what was written to it unread, and its machine unconfirmed. Default 30 s.</summary>
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a frame that has begun may take until it is whole. Default 30 s.</summary>
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence that ends a message of a plain peer that sends no newlines. Default 150 ms, also the pause between two messages to it.</summary>
    public TimeSpan ChunkSilence { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Connections held at once, from everybody. Default 256.</summary>
    [Range(1, 65536)]
    public int MaxConnections { get; set; } = 256;

    /// <summary>Connections held at once from one address; loopback is exempt. Default 32.</summary>
    [Range(1, 65536)]
    public int MaxConnectionsPerAddress { get; set; } = 32;

    /// <summary>Connections of whom it is not known yet who is there: accepted and silent for less than <see cref="FirstByteTimeout"/>, or shaking hands. With one more, the oldest of them is closed. Default 32.</summary>
    [Range(1, 65536)]
    public int MaxUndecided { get; set; } = 32;

    /// <summary>New connections a minute from one address; loopback is exempt. Default 60.</summary>
    [Range(1, 60_000)]
    public int MaxArrivalsPerMinute { get; set; } = 60;

    /// <summary>New connections at once from one address, before <see cref="MaxArrivalsPerMinute"/> holds. Default 30.</summary>
    [Range(1, 60_000)]
    public int MaxArrivalsAtOnce { get; set; } = 30;

    /// <summary>Messages a second that are read of a peer whom nobody has accepted; the others wait with it. Default 5.</summary>
    [Range(1, 100_000)]
    public int MaxStrangerMessagesPerSecond { get; set; } = 5;

    /// <summary>Messages of such a peer that are read at once, before <see cref="MaxStrangerMessagesPerSecond"/> holds. Default 20.</summary>
    [Range(1, 100_000)]
    public int MaxStrangerMessagesAtOnce { get; set; } = 20;

    /// <summary>Dials a minute, and at once, that a person may ask for; those that the program makes by itself do not count. Default 30.</summary>
    [Range(1, 60_000)]
    public int MaxDialsPerMinute { get; set; } = 30;

    /// <summary>The port at which this program serves its page on loopback: nobody dials it. The program sets it. Default 0, none.</summary>
    [Range(0, 65535)]
    public int PagePort { get; set; }

    /// <summary>TLS handshakes that compute at once; the others wait. One that waits for its peer does not count. Default 8.</summary>
    [Range(1, 1024)]
    public int MaxHandshakes { get; set; } = 8;
}

/// <summary>The value is <c>any</c> or an IP address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IpAddressOrAnyAttribute() : ValidationAttribute("{0} must be \"any\" or one IP address of this machine.")
{
    public override bool IsValid(object? value) => value is string text && Connections.ListenAddress.IsValid(text);
}
