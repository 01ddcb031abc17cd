using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Faults.Nodes;

namespace ChatPy.Load.Peers;

/// <summary>
/// The limit of a session: SslStream alone on a socket, TLS 1.3, mutual, with keys like ChatPy's. The client says first how many bytes
/// are answered by one frame.
/// </summary>
internal sealed class BareTls : IDisposable
{
    /// <summary>What is written at once: as much as the writer of a session hands to TLS at once, and a TLS record holds.</summary>
    public const int ChunkBytes = 16 * 1024;

    private static readonly SslApplicationProtocol s_protocol = new("chatpy/1");

    private readonly TcpClient _client;
    private readonly SslStream _stream;

    private BareTls(TcpClient client, SslStream stream) => (_client, _stream) = (client, stream);

    /// <summary>Serves whoever comes, until cancelled.</summary>
    public static async Task ServeAsync(int port, CancellationToken cancellationToken)
    {
        using X509Certificate2 identity = RawPeer.CreateIdentity();
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(identity, additionalCertificates: null, offline: true),
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [s_protocol],
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null,
        };
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        while (true) { _ = AnswerAsync(await listener.AcceptTcpClientAsync(cancellationToken), options, cancellationToken); }
    }

    /// <param name="port">Of the server.</param>
    /// <param name="identity">Whose key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BareTls> ConnectAsync(int port, X509Certificate2 identity, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "chatpy",
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificates = [identity],
                ApplicationProtocols = [s_protocol],
                RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null,
            },
            cancellationToken);
        return new BareTls(client, stream);
    }

    /// <summary>Says after how many bytes each answer is to come.</summary>
    public ValueTask BeginAsync(long bytesPerAnswer, CancellationToken cancellationToken) => _stream.WriteAsync(BitConverter.GetBytes(bytesPerAnswer), cancellationToken);

    /// <summary>Writes bytes and waits for the answer to them.</summary>
    /// <param name="bytes">What to write, over and over.</param>
    /// <param name="total">How much in all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AskAsync(ReadOnlyMemory<byte> bytes, long total, CancellationToken cancellationToken)
    {
        for (long left = total; left > 0; left -= bytes.Length) { await _stream.WriteAsync(bytes[..(int)Math.Min(left, bytes.Length)], cancellationToken); }

        await _stream.ReadExactlyAsync(new byte[SmallMessage.Frame.Length], cancellationToken);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private static async Task AnswerAsync(TcpClient client, SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            client.NoDelay = true;
            using TcpClient connection = client;
            await using var stream = new SslStream(connection.GetStream());
            await stream.AuthenticateAsServerAsync(options, cancellationToken);
#pragma warning disable CA2022 // Reads nothing, but waits for something: who is silent costs no buffer.
            await stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
#pragma warning restore CA2022
            byte[] buffer = new byte[ChunkBytes];
            await stream.ReadExactlyAsync(buffer.AsMemory(0, sizeof(long)), cancellationToken);
            long bytesPerAnswer = BitConverter.ToInt64(buffer);
            while (true)
            {
                for (long left = bytesPerAnswer; left > 0;)
                {
                    int read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                    if (read == 0) { return; }
                    left -= read;
                }

                await stream.WriteAsync(SmallMessage.Frame, cancellationToken);
            }
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException) { /* the client has what it wanted */ }
    }
}
