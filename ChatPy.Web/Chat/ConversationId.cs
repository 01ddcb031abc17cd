using System.Security.Cryptography;
using System.Text;
using ChatPy.Transport.Identity;

namespace ChatPy.Web.Chat;

/// <summary>Names a conversation: the first 16 bytes of a SHA-256, as 32 lower-case hex digits.</summary>
public readonly record struct ConversationId(string Value)
{
    /// <summary>Length of an id on the wire, in bytes.</summary>
    public const int Bytes = 16;

    /// <summary>The conversation of two peers; the same on both sides. docs/protocol.md §4.</summary>
    public static ConversationId Direct(PeerId one, PeerId other) =>
        Hash([.. "chatpy/1 direct"u8, .. (one < other ? one : other).ToByteArray(), .. (one < other ? other : one).ToByteArray()]);

    /// <summary>The conversation with a plain peer. <paramref name="key"/> is local: <c>in 10.0.0.2 1</c>, <c>out 10.0.0.2:4242</c>.</summary>
    public static ConversationId Plain(string key) => Hash([.. "chatpy/1 plain "u8, .. Encoding.UTF8.GetBytes(key)]);

    /// <summary>Reads an id off the wire.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Bytes"/>.</exception>
    public static ConversationId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes
        ? new ConversationId(Convert.ToHexStringLower(bytes))
        : throw new ArgumentException($"A conversation id has {Bytes} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>The id as it stands on the wire.</summary>
    public byte[] ToByteArray() => Convert.FromHexString(Value);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value;

    private static ConversationId Hash(byte[] name) => FromBytes(SHA256.HashData(name).AsSpan(0, Bytes));
}
