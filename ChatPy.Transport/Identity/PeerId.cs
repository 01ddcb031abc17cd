using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatPy.Transport.Identity;

/// <summary>Who a peer is: the SHA-256 of its public key (SubjectPublicKeyInfo, DER). 32 bytes, written as 64 lower-case hex digits.</summary>
public readonly struct PeerId : IEquatable<PeerId>, IComparable<PeerId>
{
    /// <summary>Length of an id in bytes.</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>Reads an id of exactly <see cref="Bytes"/> bytes.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Bytes"/>.</exception>
    public PeerId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes) { throw new ArgumentException($"A PeerId has {Bytes} bytes, not {bytes.Length}.", nameof(bytes)); }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The id of whoever holds the key of <paramref name="certificate"/>.</summary>
    public static PeerId Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new PeerId(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The id as <see cref="Bytes"/> bytes, in the order they are compared.</summary>
    public byte[] ToByteArray()
    {
        byte[] bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), _d);
        return bytes;
    }

    /// <summary>What people compare: the first 8 bytes in four groups, <c>3F2A 91C0 77DE 10B4</c>.</summary>
    public string ToFingerprint() => $"{_a >> 48:X4} {(_a >> 32) & 0xFFFF:X4} {(_a >> 16) & 0xFFFF:X4} {_a & 0xFFFF:X4}";

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    /// <inheritdoc/>
    public int CompareTo(PeerId other) => (_a, _b, _c, _d).CompareTo((other._a, other._b, other._c, other._d));

    /// <inheritdoc/>
    public bool Equals(PeerId other) => (_a, _b, _c, _d) == (other._a, other._b, other._c, other._d);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is PeerId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>Whether both are the same key.</summary>
    public static bool operator ==(PeerId left, PeerId right) => left.Equals(right);

    /// <summary>Whether the keys differ.</summary>
    public static bool operator !=(PeerId left, PeerId right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> comes first, byte by byte.</summary>
    public static bool operator <(PeerId left, PeerId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes last, byte by byte.</summary>
    public static bool operator >(PeerId left, PeerId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(PeerId left, PeerId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(PeerId left, PeerId right) => left.CompareTo(right) >= 0;
}
