using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChatPy.Transport.Identity;
using ChatPy.Transport.Wire;
using ChatPy.Web.Chat;
using Google.Protobuf;
using WireEntry = ChatPy.Transport.Wire.Entry;

namespace ChatPy.Faults.Nodes;

/// <summary>A peer made by hand, which may break any rule: a socket, TLS from the class library, frames as bytes.</summary>
internal sealed class RawPeer : IDisposable
{
    private const string Banner = "ChatPy/1 ready. Type a message and press Enter; /help lists commands.\n";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client;
    private readonly SslStream _tls;

    private RawPeer(TcpClient client, SslStream tls, PeerId id)
    {
        _client = client;
        _tls = tls;
        Id = id;
    }

    public PeerId Id { get; }

    /// <summary>How far the other side has this peer's log, as it said after the handshake.</summary>
    public Position? Position { get; private set; }

    /// <summary>A key of its own.</summary>
    public static X509Certificate2 CreateIdentity()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=raw", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Connects and reads the banner, nothing more.</summary>
    public static async Task<TcpClient> ConnectAsync(string address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(address)).WaitAsync(s_patience);
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (line.Length == 0 || line[^1] != '\n')
        {
            if (await client.GetStream().ReadAsync(one).AsTask().WaitAsync(s_patience) == 0) { break; }
            line.Append((char)one[0]);
        }

        return line.ToString() == Banner ? client : throw new InvalidOperationException($"The banner was \"{line}\".");
    }

    /// <summary>Connects and does TLS, with what it offers open to change.</summary>
    public static async Task<RawPeer> StartTlsAsync(
        string address, Action<SslClientAuthenticationOptions>? change = null, Func<Task>? beforeTls = null, X509Certificate2? identity = null)
    {
        TcpClient client = await ConnectAsync(address);
        if (beforeTls is not null) { await beforeTls(); }
        X509Certificate2 certificate = identity ?? CreateIdentity();
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "chatpy",
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = [certificate],
            ApplicationProtocols = [new SslApplicationProtocol("chatpy/1")],
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,   // whose key it is does not matter here
        };
        change?.Invoke(options);
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(options).WaitAsync(s_patience);
        return new RawPeer(client, tls, PeerId.Of(certificate));
    }

    /// <summary>Connects and does the whole handshake as it should be done.</summary>
    public static async Task<RawPeer> HandshakeAsync(string address, Func<Task>? beforeTls = null, X509Certificate2? identity = null)
    {
        RawPeer peer = await StartTlsAsync(address, beforeTls: beforeTls, identity: identity);
        await peer.SendAsync(new Envelope { Hello = Hello() });
        await peer.SendAsync(new Envelope { Welcome = new Welcome() });
        foreach (Envelope.KindOneofCase kind in (Envelope.KindOneofCase[])[Envelope.KindOneofCase.Hello, Envelope.KindOneofCase.Welcome, Envelope.KindOneofCase.Position])
        {
            Envelope? came = await peer.ReceiveAsync();
            if (came?.KindCase != kind) { throw new InvalidOperationException($"{came?.KindCase} came where {kind} must."); }

            peer.Position = came.Position;
        }

        return peer;
    }

    public static Hello Hello() => new() { Version = 1, Nickname = "Raw", Agent = "test", Instance = ByteString.CopyFrom(new byte[16]) };

    /// <summary>The first entry of this peer's log, or what becomes of it by <paramref name="change"/>.</summary>
    public Envelope FirstEntry(ConversationId conversation, Action<WireEntry>? change = null)
    {
        var entry = new WireEntry
        {
            Conversation = ByteString.CopyFrom(conversation.ToByteArray()),
            Author = ByteString.CopyFrom(Id.ToByteArray()),
            Epoch = ByteString.CopyFrom(Enumerable.Repeat((byte)7, 16).ToArray()),
            Sequence = 1,
            Id = ByteString.CopyFrom(Guid.CreateVersion7().ToByteArray(bigEndian: true)),
            Clock = LogClock.At(DateTimeOffset.UtcNow).Value,
            Text = "salut",
        };
        change?.Invoke(entry);
        return new Envelope { Entry = entry };
    }

    public async Task SendAsync(Envelope envelope)
    {
        var output = new ArrayBufferWriter<byte>();
        EnvelopeCodec.Write(output, envelope);
        await SendAsync(output.WrittenMemory);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _tls.WriteAsync(bytes).AsTask().WaitAsync(s_patience);

    /// <summary>The next envelope; nothing at the end of the connection, clean or not.</summary>
    public async Task<Envelope?> ReceiveAsync()
    {
        try
        {
            byte[] header = new byte[FrameCodec.HeaderBytes];
            await _tls.ReadExactlyAsync(header).AsTask().WaitAsync(s_patience);
            byte[] payload = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header)];
            await _tls.ReadExactlyAsync(payload).AsTask().WaitAsync(s_patience);
            return Envelope.Parser.ParseFrom(payload);
        }
        catch (IOException) { return null; }
    }

    /// <summary>Reads until the other side has closed; says whether it took its leave and why.</summary>
    public async Task<Goodbye.Types.Reason?> ReadToTheEndAsync()
    {
        Goodbye.Types.Reason? reason = null;
        while (await ReceiveAsync() is Envelope envelope)
        {
            if (envelope.KindCase == Envelope.KindOneofCase.Goodbye) { reason = envelope.Goodbye.Reason; }
        }

        return reason;
    }

    /// <summary>Ends its half of the connection, wherever in a frame it is.</summary>
    public Task FinishAsync() => _tls.ShutdownAsync();

    public void Dispose()
    {
        _tls.Dispose();
        _client.Dispose();
    }
}
