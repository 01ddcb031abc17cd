using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatPy.Transport.Identity;

namespace ChatPy.Transport.Handshake;

/// <summary>
/// TLS 1.3, mutual, between two self-signed P-256 keys, over a pair of pipes. Who the other end is stands in <see cref="Peer"/>; nothing
/// else of its certificate counts. docs/protocol.md §2.
/// </summary>
internal sealed class TlsChannel : IDuplexPipe, IAsyncDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private static readonly SslApplicationProtocol s_protocol = new("chatpy/1");

    // Zero-byte reads: a session that is silent holds no buffer.
    private static readonly StreamPipeReaderOptions s_reading = new(bufferSize: 16 * 1024, useZeroByteReads: true, leaveOpen: true);

    private readonly SslStream _tls;

    private TlsChannel(SslStream tls, PeerId peer)
    {
        _tls = tls;
        Peer = peer;
        Input = PipeReader.Create(tls, s_reading);
        Output = PipeWriter.Create(tls, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));
    }

    /// <summary>
    /// Whether the system lets .NET serve TLS 1.3: Windows since 11 and Server 2022, others by OpenSSL; what .NET uses of macOS ends at 1.2.
    /// </summary>
    /// <remarks>learn.microsoft.com/windows/win32/secauthn/protocols-in-tls-ssl--schannel-ssp-, github.com/dotnet/runtime/issues/1979.</remarks>
    public static bool IsSupported { get; } = OperatingSystem.IsWindows() ? OperatingSystem.IsWindowsVersionAtLeast(10, 0, 20348) : !OperatingSystem.IsMacOS();

    /// <summary>Who holds the key at the other end.</summary>
    public PeerId Peer { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Makes the channel, as server if the other end dialled.</summary>
    /// <param name="pipe">The connection.</param>
    /// <param name="own">The key of this machine.</param>
    /// <param name="asServer">The other end dialled.</param>
    /// <param name="place">Held by those who compute, and not while they wait for their peers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthenticationException">No TLS 1.3, no P-256 certificate, or another protocol.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<TlsChannel> AuthenticateAsync(IDuplexPipe pipe, IdentityKey own, bool asServer, SemaphoreSlim place, CancellationToken cancellationToken)
    {
        await place.WaitAsync(cancellationToken);
        var stream = new DuplexPipeStream(pipe) { Place = place };
        var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await (asServer
                ? tls.AuthenticateAsServerAsync(ServerOptions(own), cancellationToken)
                : tls.AuthenticateAsClientAsync(ClientOptions(own), cancellationToken));

            // A client that offers no protocol at all is let in by the library.
            if (tls.NegotiatedApplicationProtocol != s_protocol) { throw new AuthenticationException("The peer does not speak chatpy/1."); }

            using var certificate = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
            return new TlsChannel(tls, PeerId.Of(certificate));
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
        finally
        {
            stream.Place = null;
            place.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        // What is left was not taken in time: written now, it would wait for a peer that is gone.
        await Output.CompleteAsync(new IOException("The session is over."));
        await _tls.DisposeAsync();
    }

    private static SslServerAuthenticationOptions ServerOptions(IdentityKey own) => new()
    {
        ServerCertificateContext = own.TlsContext,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [s_protocol],
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = HasP256Key,
    };

    private static SslClientAuthenticationOptions ClientOptions(IdentityKey own) => new()
    {
        TargetHost = "chatpy",
        ClientCertificateContext = own.TlsContext,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [s_protocol],
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = HasP256Key,
    };

    // TLS has proved that the peer holds this key. Whose it is, people decide; dates and names say nothing here.
    private static bool HasP256Key(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown) { return false; }

        using ECDsa? key = shown.GetECDsaPublicKey();
        return key is not null && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256;
    }
}
