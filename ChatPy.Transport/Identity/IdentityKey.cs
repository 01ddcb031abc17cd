using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatPy.Transport.Identity;

/// <summary>
/// This machine's ECDSA P-256 key and its self-signed certificate, in one PEM file of mode 0600. Whoever reads that file can pose as
/// its owner, so a file that others can read is refused.
/// </summary>
public sealed class IdentityKey : IDisposable
{
    /// <summary>Name of the file inside the data directory.</summary>
    public const string FileName = "identity.pem";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private IdentityKey(X509Certificate2 certificate)
    {
        Certificate = certificate;
        TlsContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        PeerId = PeerId.Of(certificate);
    }

    /// <summary>The certificate with its private key, for TLS.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same, made ready once for all connections.</summary>
    internal SslStreamCertificateContext TlsContext { get; }

    /// <summary>Who this machine is.</summary>
    public PeerId PeerId { get; }

    /// <summary>Reads the key of <paramref name="directory"/>, or makes it on the first start.</summary>
    /// <param name="directory">The data directory; it exists.</param>
    /// <exception cref="StartException">The file is readable by others, or is no key. It is never replaced.</exception>
    public static IdentityKey LoadOrCreate(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            if (!File.Exists(path)) { Create(path); }
            RefuseIfOthersCanRead(path);
            return new IdentityKey(Load(path));
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            throw new StartException(
                $"The key file {path} is damaged. Put back a copy of it; or move it away and start again: ChatPy makes a new key, and your peers will see a new person.", broken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key file {path} cannot be read or written: {refused.Message}", refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ChatPy", key, HashAlgorithmName.SHA256);

        // Peers check the key alone, never the dates: a machine with a dead clock battery must be able to chat.
        using X509Certificate2 certificate = request.CreateSelfSigned(
            new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));

        // Written whole beside its place and then renamed: a crash leaves no half key.
        string draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnly; }
        using (var file = new FileStream(draft, options))
        {
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
            writer.WriteLine(certificate.ExportCertificatePem());
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
    }

    private static void RefuseIfOthersCanRead(string path)
    {
        if (OperatingSystem.IsWindows()) { return; }

        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
        {
            throw new StartException(
                $"The key file {path} can be read by other users (mode {Convert.ToString((int)mode, 8)}). Run: chmod 600 '{path}'. If somebody may have copied it, move it away instead and start with a new key.");
        }
    }

    private static X509Certificate2 Load(string path)
    {
        var certificate = X509Certificate2.CreateFromPemFile(path);
        if (!OperatingSystem.IsWindows()) { return certificate; }

        // Windows' TLS cannot use a key that lives in memory only.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
